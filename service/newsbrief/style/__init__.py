"""House style: a newsroom's rules for wording, length and sections, as a YAML file that an editor reads."""
