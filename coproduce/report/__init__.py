"""Reports: charts with their tables, and self-contained pages to print, read aloud and pass on."""
