"""The design system: layouts, components and forms. The only place with styles and raw controls."""
