"""Starting a joint project: page by page from a way of working, or like an earlier one."""
