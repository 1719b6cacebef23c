//! The cost of a decision against the number of rules, as SVG that is legible on light and dark ground: no background,
//! colours of middle lightness, text as text.

use std::path::Path;
use std::{fs, io};

use plotters::coord::Shift;
use plotters::element::DashedPathElement;
use plotters::prelude::*;

use crate::contender::Kind as Who;
use crate::race::{Heat, Race, Result};
use crate::report::{count, duration, title};
use crate::set::Kind;

/// One for each contender: a colour, and whether the line is dashed.
const GREY: RGBColor = RGBColor(125, 133, 144);
const COLOURS: [RGBColor; 8] = [
    RGBColor(224, 49, 99),
    GREY,
    RGBColor(160, 140, 110),
    RGBColor(34, 139, 230),
    RGBColor(232, 137, 12),
    RGBColor(47, 158, 68),
    RGBColor(174, 62, 201),
    RGBColor(16, 152, 173),
];
/// The size of a panel and of the legend, in pixels.
const PANEL: (u32, u32) = (480, 360);
const LEGEND: u32 = 70;
/// The axis of seconds, from the least to the greatest.
const SECONDS: std::ops::Range<f64> = 3e-8..1e-1;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Writes both plots into a folder: of payments that were read before, and from JSON.
pub fn write(race: &Race, heats: &[Heat], folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let halves: [(&str, fn(&Result) -> Option<f64>); 2] = [
        ("rivals-parsed.svg", |result| Some(result.decided?.0)),
        ("rivals-json.svg", |result| Some(result.decided?.1)),
    ];
    for (name, half) in halves {
        draw(race, heats, &folder.join(name), half).map_err(|error| io::Error::other(error.to_string()))?;
    }
    Ok(())
}

fn draw(race: &Race, heats: &[Heat], path: &Path, half: fn(&Result) -> Option<f64>) -> Drawn {
    let rows = u32::try_from(race.kinds.len().div_ceil(2))?;
    let size = (2 * PANEL.0, rows * PANEL.1 + LEGEND);
    let root = SVGBackend::new(path, size).into_drawing_area();
    let (panels, bottom) = root.split_vertically(rows * PANEL.1);
    for (panel, &kind) in panels.split_evenly((rows as usize, 2)).iter().zip(&race.kinds) {
        let heats: Vec<&Heat> = heats.iter().filter(|heat| heat.kind == kind).collect();
        chart(race, &heats, kind, panel, half)?;
    }
    legend(race, &bottom)?;
    root.present()?;
    Ok(())
}

fn text(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&GREY)
}

fn chart(
    race: &Race,
    heats: &[&Heat],
    kind: Kind,
    panel: &Area<'_>,
    half: fn(&Result) -> Option<f64>,
) -> Drawn {
    let sizes: Vec<f64> = heats.iter().map(|heat| heat.size as f64).collect();
    let (Some(first), Some(last)) = (sizes.first(), sizes.last()) else { return Ok(()) };
    let rules = (first * 0.8..last * 1.25).log_scale().with_key_points(sizes.clone());
    let powers = (-7..=-1).map(|power| 10_f64.powi(power)).collect();
    let mut chart = ChartBuilder::on(panel)
        .margin(10)
        .caption(title(kind), text(16))
        .x_label_area_size(36)
        .y_label_area_size(76)
        .build_cartesian_2d(rules, SECONDS.log_scale().with_key_points(powers))?;
    chart
        .configure_mesh()
        .axis_style(GREY)
        .bold_line_style(GREY.mix(0.3))
        .light_line_style(TRANSPARENT)
        .x_desc("rules")
        .y_desc("time of a decision")
        .x_label_style(text(12))
        .y_label_style(text(12))
        .x_label_formatter(&|size| count(*size as usize))
        .y_label_formatter(&|seconds| power(*seconds))
        .draw()?;
    for (place, entry) in race.entries.iter().enumerate() {
        let decided = heats.iter().filter_map(|heat| Some((heat.size as f64, half(&heat.results[place])?)));
        let points: Vec<(f64, f64)> = decided.collect();
        let colour = COLOURS[place % COLOURS.len()];
        let style = colour.stroke_width(if entry.kind == Who::Waypost { 4 } else { 2 });
        match entry.kind {
            Who::Yardstick => {
                chart.draw_series(DashedLineSeries::new(points.clone(), 6, 4, style))?;
            }
            _ => _ = chart.draw_series(LineSeries::new(points.clone(), style))?,
        }
        chart.draw_series(points.iter().map(|&point| Circle::new(point, 3, colour.filled())))?;
    }
    Ok(())
}

/// A power of ten of seconds: `10 µs`.
fn power(seconds: f64) -> String {
    duration(seconds * 1.000_001).replace(".00", "").replace(".0", "")
}

fn legend(race: &Race, area: &Area<'_>) -> Drawn {
    let width = i32::try_from(2 * PANEL.0 / 4)?;
    for (place, entry) in race.entries.iter().enumerate() {
        let (column, row) = (i32::try_from(place % 4)?, i32::try_from(place / 4)?);
        let (x, y) = (column * width + 40, row * 26 + 14);
        let colour = COLOURS[place % COLOURS.len()];
        let style = colour.stroke_width(if entry.kind == Who::Waypost { 4 } else { 2 });
        let ends = [(x, y), (x + 28, y)];
        match entry.kind {
            Who::Yardstick => area.draw(&DashedPathElement::new(ends.into_iter(), 6, 4, style))?,
            _ => area.draw(&PathElement::new(ends, style))?,
        }
        area.draw(&Circle::new((x + 14, y), 3, colour.filled()))?;
        area.draw(&Text::new(entry.name, (x + 36, y - 7), text(14)))?;
    }
    Ok(())
}
