"""People to tables or rooms, session by session, so that over a year they meet new peers. Start with `seat.seat`."""
