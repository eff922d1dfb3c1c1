"""Who is who on a day: states, bodies, people, offices."""
