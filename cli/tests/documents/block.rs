//! The code blocks of a document in Markdown.

use crate::Fault;

/// A fenced block of code.
#[derive(Debug)]
pub(crate) struct Block {
    /// The line of its opening fence, from 1.
    pub(crate) line: usize,
    /// The first word behind the fence; may be empty.
    pub(crate) language: String,
    /// The words behind it, between commas.
    attributes: Vec<String>,
    /// What stands between the fences, without their indentation.
    pub(crate) text: String,
}

impl Block {
    /// Whether that word stands behind the language.
    pub(crate) fn is(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|known| known == attribute)
    }

    /// The path of `file=PATH`.
    pub(crate) fn file(&self) -> Option<&str> {
        self.attributes.iter().find_map(|attribute| attribute.strip_prefix("file="))
    }

    /// The path of `step=PATH`.
    pub(crate) fn step(&self) -> Option<&str> {
        self.attributes.iter().find_map(|attribute| attribute.strip_prefix("step="))
    }
}

/// The blocks of a document in order.
pub(crate) fn blocks(text: &str) -> Result<Vec<Block>, Fault> {
    let mut blocks = vec![];
    let mut lines = (1..).zip(text.lines());
    while let Some((line, opening)) = lines.next() {
        let content = opening.trim_start();
        let info = content.trim_start_matches('`');
        let fence = content.strip_suffix(info).unwrap_or_default();
        if fence.len() < 3 {
            continue;
        }
        let mut words = info.trim().split(',').map(str::to_owned);
        let mut block = Block {
            line,
            language: words.next().unwrap_or_default(),
            attributes: words.collect(),
            text: String::new(),
        };
        let indent = opening.len() - content.len();
        loop {
            match lines.next() {
                Some((_, closing)) if closing.trim() == fence => break,
                Some((_, inner)) => {
                    let spaces = inner.len() - inner.trim_start().len();
                    block.text += inner.get(spaces.min(indent)..).unwrap_or_default();
                    block.text.push('\n');
                }
                None => return Err((line, "this block is never closed".to_owned())),
            }
        }
        blocks.push(block);
    }
    Ok(blocks)
}
