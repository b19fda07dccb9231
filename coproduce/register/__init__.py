"""What is already happening: services, outcomes, measurements, joint projects and their stages."""
