"""First pages → what the document says about itself: title, issuer, number, date."""
