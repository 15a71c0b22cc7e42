"""From a merged Site to HTML. The only place that imports MkDocs or Material."""
