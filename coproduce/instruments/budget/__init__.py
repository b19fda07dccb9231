"""Budget: ideas become costed projects; each is costed, merged, divided or declined with a reason."""
