"""The admin API: what no tenant offers, for those who rehearse and test on this one."""
