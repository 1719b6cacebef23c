//! The traffic as a table for people.

use comfy_table::{CellAlignment, Table, presets};

/// Rows of a name, a number and amounts, below one another.
pub(super) fn plain(rows: &[[String; 3]]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).add_rows(rows);
    for (place, column) in table.column_iter_mut().enumerate() {
        column.set_padding(if place == 0 { (3, 0) } else { (2, 0) });
        let alignment = if place == 1 { CellAlignment::Right } else { CellAlignment::Left };
        column.set_cell_alignment(alignment);
    }
    if rows.is_empty() { String::new() } else { format!("{}\n", table.trim_fmt()) }
}
