"""SharePoint's own REST interface: what Graph cannot say about groups, role assignments and sharing."""
