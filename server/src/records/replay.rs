//! Reads records back: follows the chain through their segments, and decides each again with the version of the policy that
//! it names. All decisions must be equal, byte by byte.

use std::collections::BTreeMap;
use std::path::PathBuf;

use waypost_engine::Snapshot;

use crate::records::chain::Chain;
use crate::records::header::{End, Header};
use crate::records::key::Key;
use crate::records::segment::{Line, Segment, SegmentError};
use record::Record;
pub use report::{Different, Report};
use version::{Again, Version};

mod private;
mod record;
mod report;
mod version;

/// Where the versions of policies are found that records name.
pub trait Versions {
    /// The version of `policy` whose digest is spelled `digest`, if it is known. It is asked for once.
    fn find(&mut self, policy: &str, digest: &str) -> Option<Snapshot>;
}

/// Reads these segments, in the order of their numbers, and decides all their records again. Values of private facts are
/// found again with `key`, as far as the policy names them.
pub fn replay(
    paths: &[PathBuf],
    versions: &mut dyn Versions,
    key: Option<&Key>,
) -> Result<Report, SegmentError> {
    let mut segments = paths.iter().map(|path| Segment::open(path)).collect::<Result<Vec<_>, _>>()?;
    segments.sort_by_key(|segment| segment.header().segment);
    let mut replaying = Replaying { versions, key, known: BTreeMap::new(), report: Report::default() };
    let mut before = None;
    for segment in segments {
        before = Some(replaying.segment(segment, before.as_ref())?);
    }
    Ok(replaying.report)
}

struct Replaying<'v> {
    versions: &'v mut dyn Versions,
    key: Option<&'v Key>,
    /// The versions that were asked for, by policy and digest.
    known: BTreeMap<(String, String), Option<Version>>,
    report: Report,
}

/// How a segment has ended.
struct Read {
    number: u64,
    chain: Chain,
    /// How many bytes stand behind its last whole line, if it has no last line of its own.
    torn: Option<u64>,
}

/// What the lines of a segment have come to.
#[derive(Default)]
struct Ending {
    records: u64,
    /// Its last line, with its number.
    end: Option<(u64, End)>,
    /// How many bytes stand behind the last whole line.
    torn: u64,
}

impl Replaying<'_> {
    /// Reads a segment, which follows the one that was read before.
    fn segment(&mut self, mut segment: Segment, before: Option<&Read>) -> Result<Read, SegmentError> {
        let shown = segment.path().display().to_string();
        let header = segment.header().clone();
        self.report.segments += 1;
        self.follows(&shown, &header, before);
        if !segment.is_header_right() {
            self.report.broken(&shown, 1, "is not what was written");
        }
        let is_keyed = self.is_keyed(&shown, &header);
        let ending = self.lines(&shown, &mut segment, is_keyed)?;
        if let Some((number, end)) = ending.end {
            if (end.end, end.records) != (header.segment, ending.records) {
                let what = format!("tells of {} records, and {} are there", end.records, ending.records);
                self.report.broken(&shown, number, &what);
            }
        } else {
            self.report.warnings.push(unfinished(&shown, ending.torn));
        }
        self.report.last_hash = segment.chain().to_string();
        let torn = ending.end.is_none().then_some(ending.torn);
        Ok(Read { number: header.segment, chain: segment.chain(), torn })
    }

    /// Reads the lines of a segment behind its first.
    fn lines(&mut self, shown: &str, segment: &mut Segment, is_keyed: bool) -> Result<Ending, SegmentError> {
        let mut ending = Ending::default();
        for number in 2_u64.. {
            let Some(line) = segment.next()? else { break };
            if ending.end.is_some() {
                self.report.broken(shown, number, "stands behind the end of the segment");
            }
            match line {
                Line::Record(line) => {
                    ending.records += 1;
                    self.record(shown, number, line, is_keyed);
                }
                Line::End(end) => ending.end = Some((number, end)),
                Line::Torn(bytes) => ending.torn = bytes,
                Line::Broken => {
                    ending.records += 1;
                    self.report.broken(shown, number, "is changed, or a line before it is missing");
                }
            }
        }
        Ok(ending)
    }

    /// Whether a segment goes on where the one before has ended.
    fn follows(&mut self, shown: &str, header: &Header, before: Option<&Read>) {
        let number = header.segment;
        let Some(before) = before else {
            if number > 1 {
                let earlier = format!("{shown} is segment {number}: those before it are not given");
                self.report.warnings.push(earlier);
            }
            return;
        };
        if number == before.number {
            self.report.broken(shown, 1, &format!("begins segment {number}, which is given already"));
        } else if number != before.number + 1 {
            let missing = before.number + 1;
            let what = format!("begins segment {number}, but segment {missing} is missing");
            self.report.broken(shown, 1, &what);
        } else if header.previous() != Some(before.chain) {
            let what = format!("does not go on from the last hash of segment {}", before.number);
            self.report.broken(shown, 1, &what);
        } else if header.unfinished.map(|unfinished| unfinished.torn_bytes) != before.torn {
            let what = format!("does not tell how segment {} has ended", before.number);
            self.report.broken(shown, 1, &what);
        }
    }

    /// Whether the hashes of a segment are made with our key.
    fn is_keyed(&mut self, shown: &str, header: &Header) -> bool {
        let Some(key) = self.key else { return false };
        let is_same = header.key == Some(key.mark());
        if header.key.is_some() && !is_same {
            self.report.warnings.push(format!("{shown} was written with another key"));
        }
        is_same
    }

    fn record(&mut self, shown: &str, number: u64, line: &[u8], is_keyed: bool) {
        let read = Record::read(line).and_then(|record| Some((record.policy()?, record)));
        let Some((policy, record)) = read else {
            self.report.broken(shown, number, "is no record");
            return;
        };
        self.report.records += 1;
        let (name, digest) = (&policy.name, &policy.digest);
        let known = self.known.entry((name.to_string(), digest.to_string())).or_insert_with(|| {
            self.versions.find(name, digest).map(|snapshot| Version::new(snapshot, self.key))
        });
        match known.as_mut().map(|version| version.decide(&record, is_keyed)) {
            None => *self.report.unknown.entry(format!("{name} {digest}")).or_default() += 1,
            Some(Again::Equal) => self.report.equal += 1,
            Some(Again::Different(now)) => self.report.different(&record, now),
            Some(Again::Private) => self.report.private += 1,
        }
    }
}

fn unfinished(shown: &str, torn: u64) -> String {
    let tail =
        if torn > 0 { format!(", and {torn} bytes of a torn line are at its end") } else { String::new() };
    format!(
        "{shown} was not ended: it is written at this moment, or the server ended without a warning{tail}"
    )
}
