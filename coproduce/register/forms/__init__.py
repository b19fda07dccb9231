"""What people write on the pages of the register: services, what should be different, what is already happening."""
