"""What contributors send, in whatever form they like, → remarks, each placed on the provision that it is about."""
