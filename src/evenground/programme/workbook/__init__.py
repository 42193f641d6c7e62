"""The evaluation workbook: prompt packs, answers written together, every revision kept."""
