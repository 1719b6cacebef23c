//! Writes the words of an arena: each node behind those that it refers to, equal lists of rows once.

use rustc_hash::FxHashMap;
use waypost_dsl::space::ABSENT;

use crate::graph::arena::Arena;
use crate::graph::boxes::Line;
use crate::graph::classes::Classes;
use crate::graph::leaf::{Matrix, Row};
use crate::graph::target::{Kind, Ref};
use crate::graph::words::{By, Entry, Head, Line as Pieces};

/// Lines of up to so many keys are always tables.
const SMALL: u64 = 8;
/// Tests become tables on lines of up to so many keys a class, and columns of leaves likewise.
const TEST_DENSITY: u64 = 16;
const LEAF_DENSITY: u64 = 2;

/// How a list of classes is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Direct,
    Four,
    Eight,
    Many,
}

/// What belongs to the classes of an axis, ready to be written.
struct Laid<T> {
    form: Form,
    /// The number of the last class; 0 where there are many.
    last: usize,
    cuts: Vec<u64>,
    values: Vec<T>,
}

/// An arena that grows.
#[derive(Debug, Default)]
pub(super) struct Writer {
    words: Vec<u64>,
    /// Where lists of rows stand, with their cuts.
    known: FxHashMap<Box<[u64]>, u32>,
}

impl Writer {
    /// How many bytes the words take.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.words.as_slice())
    }

    /// The words, which grow no more.
    pub(super) fn finish(self) -> Box<[u64]> {
        self.words.into()
    }

    /// A test of `line`: for each class where to go on.
    pub(super) fn test(&mut self, line: &Line, classes: &Classes, targets: &[Ref]) -> Ref {
        let laid = lay_out(line, classes, targets, TEST_DENSITY);
        let place = self.next();
        self.words.push(By::new(line.lookup, laid.last, place + 1).bits());
        self.words.extend(laid.cuts);
        self.halves(laid.values.iter().map(|target| target.bits()));
        let kind = match laid.form {
            Form::Direct => Kind::Direct,
            Form::Four => Kind::Four,
            Form::Eight => Kind::Eight,
            Form::Many => Kind::Many,
        };
        Ref::new(kind, place)
    }

    /// A leaf: for each axis a column, and for each box its rule. `lines` gives the line of a column's axis.
    pub(super) fn leaf<'l>(
        &mut self,
        columns: &[Matrix],
        line: impl Fn(&Matrix) -> &'l Line,
        rules: &[u32],
        miss: Ref,
    ) -> Ref {
        let width = if rules.len() <= Arena::NARROW { 1 } else { Row::default().len() };
        let mut counts = [0_u8; 4];
        let mut written: Vec<(Form, By)> = columns
            .iter()
            .map(|column| {
                let line = line(column);
                let laid = lay_out(line, &column.classes, &column.rows, LEAF_DENSITY);
                let form = if line.lookup.is_computed() { Form::Many } else { laid.form };
                let block = laid.cuts.iter().chain(laid.values.iter().flat_map(|row| row.iter().take(width)));
                (form, By::new(line.lookup, laid.last, self.intern(block.copied().collect())))
            })
            .collect();
        written.sort_by_key(|(form, _)| *form);
        for (form, _) in &written {
            counts.get_mut(*form as usize).into_iter().for_each(|count| *count = count.saturating_add(1));
        }
        let place = self.next();
        self.words.push(Head::new(counts, miss).bits());
        self.words.extend(written.iter().map(|(_, by)| by.bits()));
        self.halves(rules.iter().copied());
        Ref::new(if width == 1 { Kind::Leaf } else { Kind::Broad }, place)
    }

    /// Where the next word will stand.
    fn next(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }

    /// Where `block` stands; it is written if no equal one is there.
    fn intern(&mut self, block: Vec<u64>) -> u32 {
        let next = self.next();
        match self.known.get(block.as_slice()) {
            Some(&place) => place,
            None => {
                self.words.extend_from_slice(&block);
                self.known.insert(block.into(), next);
                next
            }
        }
    }

    fn halves(&mut self, numbers: impl Iterator<Item = u32>) {
        self.words.extend(packed(numbers));
    }
}

/// Numbers, two a word.
fn packed(numbers: impl Iterator<Item = u32>) -> Vec<u64> {
    let numbers: Vec<u32> = numbers.collect();
    let pair = |pair: &[u32]| {
        let at = |place: usize| u64::from(pair.get(place).copied().unwrap_or(0));
        at(0) | (at(1) << 32)
    };
    numbers.chunks(2).map(pair).collect()
}

/// How the keys of `line` find their value among `values`, which holds one a class. Lines of up to `dense` keys a class
/// become tables.
fn lay_out<T: Copy + PartialEq>(line: &Line, classes: &Classes, values: &[T], dense: u64) -> Laid<T> {
    let (mut cuts, kept) = merged(classes, values);
    let last = cuts.len();
    let is_small = line.end <= SMALL || line.end <= dense.saturating_mul(last as u64 + 1);
    match usize::try_from(line.end) {
        Ok(end) if is_small && end <= By::MAX => {
            let keys = (0..line.end).chain([ABSENT]);
            let values = keys.filter_map(|key| values.get(classes.class(key)).copied()).collect();
            return Laid { form: Form::Direct, last: end, cuts: vec![], values };
        }
        _ => {}
    }
    let (form, last) = match last {
        0..=4 if !line.lookup.is_computed() => (Form::Four, last),
        5..=8 if !line.lookup.is_computed() => (Form::Eight, last),
        _ => return Laid { form: Form::Many, last: 0, cuts: in_pieces(&cuts), values: kept },
    };
    cuts.resize(if form == Form::Four { 4 } else { 8 }, ABSENT);
    Laid { form, last, cuts, values: kept }
}

/// The cuts and values without those that part equal values.
fn merged<T: Copy + PartialEq>(classes: &Classes, values: &[T]) -> (Vec<u64>, Vec<T>) {
    let (mut cuts, mut kept) = (vec![], vec![]);
    kept.extend(values.first().copied());
    for (&cut, &value) in classes.cuts.iter().zip(values.iter().skip(1)) {
        if kept.last() != Some(&value) {
            cuts.push(cut);
            kept.push(value);
        }
    }
    (cuts, kept)
}

/// Many cuts, behind a table of where those of each piece of the line begin.
fn in_pieces(cuts: &[u64]) -> Vec<u64> {
    let first = cuts.first().copied().unwrap_or(0);
    let last = cuts.iter().rev().find(|&&cut| cut != ABSENT).copied().unwrap_or(first);
    let wanted = (cuts.len() * 2).next_power_of_two() as u64;
    let shift = (0..63).find(|shift| (last - first) >> shift < wanted).unwrap_or(63);
    let line = Pieces::new(cuts.len(), shift, first, (last - first) >> shift);
    let before = |piece: u64| match piece < line.pieces() {
        true => cuts.partition_point(|&cut| cut < line.begin(piece)),
        false => cuts.len(),
    };
    let entries = (0..line.pieces()).map(|piece| {
        let from = before(piece);
        Entry::new(from, before(piece + 1) - from).bits()
    });
    let padding = [ABSENT; Pieces::PADDING];
    line.words().into_iter().chain(packed(entries)).chain(cuts.iter().copied()).chain(padding).collect()
}
