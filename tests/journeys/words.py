"""Words that travel through the whole loop and come out as they went in."""

OWN_WORDS = "To dance at my granddaughter’s wedding in June."
