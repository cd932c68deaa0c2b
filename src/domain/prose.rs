//! Text pages: a small part of Markdown, as blocks that pages show in the site's own manner.
//!
//! A block is a line, with a blank line before the next; items of a list stand on lines of their own. `>` begins the
//! sentence that leads, `##` a heading, `1.` a step, `-` an item. `**bold**` and `[a link](/to)` may stand in each, and
//! a line that is a link and nothing more is a way on.

/// Part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// As it is.
    Text(String),
    /// Stressed.
    Bold(String),
    /// A link: its words, and where it leads.
    Link(String, String),
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// What the page says in a sentence or two, larger.
    Lead(Vec<Span>),
    /// A heading of the second level.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// Steps in their order.
    Steps(Vec<Vec<Span>>),
    /// A list.
    Items(Vec<Vec<Span>>),
    /// A link in a paragraph of its own: its words, and where it leads.
    Onward(String, String),
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Its parts, in order.
    pub blocks: Vec<Block>,
}

/// A line that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Where a link of a text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseLink {
    /// The line it stands on, from 1.
    pub line: usize,
    /// Its address.
    pub to: String,
}

impl Prose {
    /// Reads a text, with where its links lead.
    ///
    /// # Errors
    /// Every line that cannot be understood.
    pub fn parse(text: &str) -> Result<(Self, Vec<ProseLink>), Vec<ProseFault>> {
        let (mut blocks, mut links, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        for (line, content) in (1..).zip(text.lines().map(str::trim)).filter(|(_, l)| !l.is_empty()) {
            let (kind, rest) = split(content);
            let spans = match spans(rest) {
                Ok(spans) => spans,
                Err(message) => {
                    faults.push(ProseFault { line, message });
                    continue;
                }
            };
            links.extend(spans.iter().filter_map(|span| match span {
                Span::Link(_, to) => Some(ProseLink { line, to: to.clone() }),
                _ => None,
            }));
            match (kind, spans.as_slice(), blocks.last_mut()) {
                ('#', [Span::Text(heading)], _) => blocks.push(Block::Heading(heading.clone())),
                ('#', ..) => faults.push(ProseFault { line, message: "a heading is words alone".to_owned() }),
                ('>', ..) => blocks.push(Block::Lead(spans)),
                ('1', _, Some(Block::Steps(steps))) => steps.push(spans),
                ('1', ..) => blocks.push(Block::Steps(vec![spans])),
                ('-', _, Some(Block::Items(items))) => items.push(spans),
                ('-', ..) => blocks.push(Block::Items(vec![spans])),
                (_, [Span::Link(words, to)], _) => blocks.push(Block::Onward(words.clone(), to.clone())),
                _ => blocks.push(Block::Paragraph(spans)),
            }
        }
        if faults.is_empty() { Ok((Self { blocks }, links)) } else { Err(faults) }
    }
}

/// The sign a line begins with, and what follows it.
fn split(line: &str) -> (char, &str) {
    if let Some((number, rest)) = line.split_once(". ")
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
    {
        return ('1', rest);
    }
    let begun = [("## ", '#'), ("> ", '>'), ("- ", '-')];
    let found = begun.into_iter().find_map(|(sign, kind)| Some((kind, line.strip_prefix(sign)?)));
    found.unwrap_or((' ', line))
}

fn spans(line: &str) -> Result<Vec<Span>, String> {
    let mut spans = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let at = [rest.find("**"), rest.find('[')].into_iter().flatten().min().unwrap_or(rest.len());
        if at > 0 {
            spans.push(Span::Text(rest[..at].to_owned()));
        }
        rest = &rest[at..];
        if let Some(bold) = rest.strip_prefix("**") {
            let (bold, after) = bold.split_once("**").ok_or("“**” is opened and not closed")?;
            spans.push(Span::Bold(bold.to_owned()));
            rest = after;
        } else if let Some(link) = rest.strip_prefix('[') {
            let open = "a link is written [words](/address)";
            let (words, after) = link.split_once("](").ok_or(open)?;
            let (to, after) = after.split_once(')').ok_or(open)?;
            if !to.starts_with('/') || to.starts_with("//") {
                return Err(format!("{to} is not an address of this site: it begins with /"));
            }
            spans.push(Span::Link(words.to_owned(), to.to_owned()));
            rest = after;
        }
    }
    Ok(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sort_of_block_is_read() {
        let text =
            "> First.\n\n## Then\n\n1. **Ask.** Who?\n2. Wait.\n\n- one\n- two\n\nSee [this](/a).\n\n[On](/b?c=d)\n";
        let (prose, links) = Prose::parse(text).unwrap();
        let plain = |s: &str| Span::Text(s.to_owned());
        let link = |words: &str, to: &str| Span::Link(words.to_owned(), to.to_owned());
        assert_eq!(
            prose.blocks,
            [
                Block::Lead(vec![plain("First.")]),
                Block::Heading("Then".to_owned()),
                Block::Steps(vec![vec![Span::Bold("Ask.".to_owned()), plain(" Who?")], vec![plain("Wait.")]]),
                Block::Items(vec![vec![plain("one")], vec![plain("two")]]),
                Block::Paragraph(vec![plain("See "), link("this", "/a"), plain(".")]),
                Block::Onward("On".to_owned(), "/b?c=d".to_owned()),
            ]
        );
        assert_eq!(links.iter().map(|l| (l.line, l.to.as_str())).collect::<Vec<_>>(), [(11, "/a"), (13, "/b?c=d")]);
    }

    #[test]
    fn every_line_that_is_no_text_is_named() {
        let faults = Prose::parse("**open\n\nfine\n\n[x](https://elsewhere.example)\n\n## **no**\n").unwrap_err();
        assert_eq!(faults.iter().map(|f| f.line).collect::<Vec<_>>(), [1, 5, 7], "{faults:?}");
    }
}
