//! The archive: a zip whose bytes depend on its contents only, with the RECORD of its files.

use std::env;
use std::io::{Cursor, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::error::{Error, Result};
use crate::escape;

/// One file of a wheel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path in the archive, with `/`.
    pub path: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl File {
    /// A file.
    pub fn new(path: impl Into<String>, content: impl Into<Vec<u8>>) -> File {
        File {
            path: path.into(),
            content: content.into(),
        }
    }
}

/// The wheel's bytes: the files sorted, those of `dist_info` last, RECORD at the very end, where readers look first.
///
/// # Errors
/// PX416 if the archive cannot be made.
pub fn archive(mut files: Vec<File>, dist_info: &str, time: DateTime) -> Result<Vec<u8>> {
    let prefix = format!("{dist_info}/");
    files.sort_by(|a, b| {
        (a.path.starts_with(&prefix), &a.path).cmp(&(b.path.starts_with(&prefix), &b.path))
    });
    let record = File::new(format!("{prefix}RECORD"), record(&files, &prefix));
    files.push(record);

    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(time)
        .system(System::Unix)
        .unix_permissions(0o644);
    let broken = |why: &dyn std::fmt::Display| {
        Error::new("PX416", "the wheel cannot be put together").reason(why)
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in &files {
        zip.start_file(file.path.as_str(), options)
            .map_err(|e| broken(&e))?;
        zip.write_all(&file.content).map_err(|e| broken(&e))?;
    }
    Ok(zip.finish().map_err(|e| broken(&e))?.into_inner())
}

/// The file RECORD: each file with its hash and size, and itself without.
fn record(files: &[File], prefix: &str) -> String {
    let mut text = String::new();
    for File { path, content } in files {
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(content));
        text.push_str(&format!("{path},sha256={hash},{}\n", content.len()));
    }
    text.push_str(&format!("{prefix}RECORD,,\n"));
    text
}

/// The time of every file: `SOURCE_DATE_EPOCH`, else the first that a zip can tell.
///
/// # Errors
/// PX417 if the variable is no number.
pub fn time() -> Result<DateTime> {
    Ok(epoch()?.map_or_else(DateTime::default, time_of))
}

/// The same in seconds since 1970.
///
/// # Errors
/// PX417 if the variable is no number.
pub fn seconds() -> Result<u64> {
    let seconds = epoch()?.unwrap_or(FIRST);
    // A tar has eleven octal digits for it.
    Ok(u64::try_from(seconds).unwrap_or(0).min(0o77_777_777_777))
}

/// The first time that a zip can tell: the start of 1980.
const FIRST: i64 = 315_532_800;

/// `SOURCE_DATE_EPOCH`.
fn epoch() -> Result<Option<i64>> {
    match env::var_os("SOURCE_DATE_EPOCH") {
        None => Ok(None),
        Some(value) => {
            let value = value.to_string_lossy();
            value.trim().parse().map(Some).map_err(|_| {
                Error::new(
                    "PX417",
                    format!("SOURCE_DATE_EPOCH is {}", escape::name(&value)),
                )
                .reason("it has to be a number: the seconds since 1970")
                .mend("unset SOURCE_DATE_EPOCH")
            })
        }
    }
}

/// The time of a zip for seconds since 1970, at most as early and late as a zip can tell.
fn time_of(seconds: i64) -> DateTime {
    let (year, month, day) = date_of(seconds.div_euclid(86_400));
    let second_of_day = seconds.rem_euclid(86_400);
    let part = |n: i64| u8::try_from(n).unwrap_or(0);
    let date_time = u16::try_from(year).ok().and_then(|year| {
        DateTime::from_date_and_time(
            year,
            part(month),
            part(day),
            part(second_of_day / 3600),
            part(second_of_day / 60 % 60),
            part(second_of_day % 60),
        )
        .ok()
    });
    let latest = DateTime::from_date_and_time(2107, 12, 31, 23, 59, 58).unwrap_or_default();
    date_time.unwrap_or(if year < 1980 {
        DateTime::default()
    } else {
        latest
    })
}

/// Year, month and day of the proleptic Gregorian calendar for days since 1970-01-01, by the method of Howard Hinnant's
/// `civil_from_days`: years begin in March, so that the leap day is the last.
fn date_of(days: i64) -> (i64, i64, i64) {
    // Past this the year has more digits than any calendar; the sums below must not overflow.
    let days = days.clamp(-1_000_000_000, 1_000_000_000) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_the_date_that_calendars_show() {
        for (seconds, wanted) in [
            (0, "1980-01-01 00:00:00"),
            (315_532_800, "1980-01-01 00:00:00"),
            (951_782_399, "2000-02-28 23:59:58"),
            (951_782_400, "2000-02-29 00:00:00"),
            (1_700_000_000, "2023-11-14 22:13:20"),
            (4_354_819_198, "2107-12-31 23:59:58"),
            (i64::MAX, "2107-12-31 23:59:58"),
            (i64::MIN, "1980-01-01 00:00:00"),
        ] {
            let t = time_of(seconds);
            let shown = format!(
                "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
                t.year(),
                t.month(),
                t.day(),
                t.hour(),
                t.minute(),
                t.second()
            );
            assert_eq!(shown, wanted, "{seconds}");
        }
    }
}
