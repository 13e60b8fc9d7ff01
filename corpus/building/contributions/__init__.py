"""Write the contributions of a fictitious team, each file in the form that its author likes, and their truth."""
