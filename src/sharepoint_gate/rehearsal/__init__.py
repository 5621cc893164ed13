"""The embedded tenant: starts or joins the emulator process and keeps its clock."""
