"""Comments and what is known around them → what a person should look at before the response is filed."""
