// What the section `host` starts beside the least extension: one of records, as many are.

use pyext::prelude::*;

#[derive(Record)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// The middle of some points.
#[export]
pub fn middle(points: Vec<Point>) -> Point {
    let count = points.len().max(1) as f64;
    Point {
        x: points.iter().map(|point| point.x).sum::<f64>() / count,
        y: points.iter().map(|point| point.y).sum::<f64>() / count,
    }
}

/// The first name that begins with this, if one does.
#[export]
pub fn find(names: Vec<String>, start: &str) -> Option<String> {
    names.into_iter().find(|name| name.starts_with(start))
}
