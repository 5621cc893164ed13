"""Keep a locked-down SharePoint channel locked down."""
