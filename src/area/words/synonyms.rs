//! Words that find each other, a group a line.

use super::{WordsFault, tokens};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The most words in a member: more, and a comma is missing.
const LONGEST: usize = 12;

/// What a member is to its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynonymRole {
    /// The same thing: found and finding.
    Same,
    /// Nearly the same (`~`): finds the group at a smaller weight, and is found at a smaller weight.
    Near,
    /// Typed by parents, useless to look for (`?`): finds the group and is not looked for.
    Typed,
    /// Only looked for: the right side of a one-way line.
    Found,
    /// Only looked for, at a smaller weight: the right side of a one-way line, with `~`.
    FoundNear,
    /// Only finding: the left side of a one-way line.
    Finding,
}

/// A word or run of words in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynonymMember {
    /// Its words, in lower case.
    pub tokens: Vec<String>,
    /// Whether it counts only exactly as typed: never stemmed, corrected or completed (`=`).
    pub whole: bool,
    /// What it is to the group.
    pub role: SynonymRole,
}

impl SynonymMember {
    /// Whether typing it brings the group.
    pub fn brings(&self) -> bool {
        !matches!(self.role, SynonymRole::Found | SynonymRole::FoundNear)
    }

    /// Whether listings are looked at for it.
    pub fn is_looked_for(&self) -> bool {
        !matches!(self.role, SynonymRole::Typed | SynonymRole::Finding)
    }
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynonymGroup {
    /// The line it stands on, from 1.
    pub line: usize,
    /// Whether its right side says who helps, and not what else it is called.
    pub helps: bool,
    /// The members, the canonical one first.
    pub members: Vec<SynonymMember>,
}

impl SynonymGroup {
    /// The group's name: its first member.
    pub fn name(&self) -> String {
        self.members.first().map(|m| m.tokens.join(" ")).unwrap_or_default()
    }
}

/// Reads groups; names the lines it keeps out.
pub fn read(file: &'static str, text: &str, problems: &mut Vec<WordsFault>) -> Vec<SynonymGroup> {
    let mut groups: Vec<SynonymGroup> = Vec::new();
    let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.trim()));
    for (line, content) in lines.filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
        match group(line, content) {
            Ok(group) => groups.push(SynonymGroup { helps: file.ends_with("helps.txt"), ..group }),
            Err(reason) => problems.push(WordsFault { file, line, reason }),
        }
    }
    keep_out_cycles(file, &mut groups, problems);
    groups
}

fn group(line: usize, content: &str) -> Result<SynonymGroup, String> {
    let sides: Vec<&str> = content.split("->").collect();
    let members = match sides[..] {
        [all] => side(all, None)?,
        [left, right] => {
            let mut members = side(right, Some(SynonymRole::Found))?;
            members.extend(side(left, Some(SynonymRole::Finding))?);
            members
        }
        _ => return Err("a line has at most one ->".to_owned()),
    };
    if members.len() < 2 {
        return Err("a group needs two members or more, with commas between them".to_owned());
    }
    let mut seen = HashSet::new();
    if let Some(twice) = members.iter().find(|m| !seen.insert(m.tokens.clone())) {
        return Err(format!("“{}” stands twice", twice.tokens.join(" ")));
    }
    Ok(SynonymGroup { line, helps: false, members })
}

fn side(text: &str, one_way: Option<SynonymRole>) -> Result<Vec<SynonymMember>, String> {
    text.split(',').map(|entry| member(entry.trim(), one_way)).collect()
}

fn member(entry: &str, one_way: Option<SynonymRole>) -> Result<SynonymMember, String> {
    let (mut rest, mut whole, mut role) = (entry, false, SynonymRole::Same);
    while let Some(mark) = rest.chars().next().filter(|c| matches!(c, '=' | '~' | '?')) {
        match mark {
            '=' => whole = true,
            '~' => role = SynonymRole::Near,
            _ => role = SynonymRole::Typed,
        }
        rest = rest[1..].trim_start();
    }
    let tokens = tokens(rest);
    match tokens.len() {
        0 => Err("there is nothing between two commas".to_owned()),
        1..=LONGEST => Ok(SynonymMember { tokens, whole, role: sided(role, one_way) }),
        _ => Err(format!("“{rest}” is longer than {LONGEST} words: is a comma missing?")),
    }
}

fn sided(role: SynonymRole, one_way: Option<SynonymRole>) -> SynonymRole {
    match (role, one_way) {
        (SynonymRole::Near, Some(SynonymRole::Found)) => SynonymRole::FoundNear,
        (_, Some(side)) => side,
        (role, None) => role,
    }
}

/// One-way lines that lead back to where they began say nothing: the line that closes the ring is kept out.
fn keep_out_cycles(file: &'static str, groups: &mut Vec<SynonymGroup>, problems: &mut Vec<WordsFault>) {
    let mut ways: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    groups.retain(|group| {
        let tokens = |m: &SynonymMember| m.tokens.clone();
        let from: Vec<_> = group.members.iter().filter(|m| m.role == SynonymRole::Finding).map(tokens).collect();
        let to: Vec<_> = group.members.iter().filter(|m| !m.brings()).map(tokens).collect();
        if let Some(back) = from.iter().find(|f| to.iter().any(|t| leads(&ways, t, f))) {
            let reason = format!("it leads back to “{}”: one-way lines may not go round in a ring", back.join(" "));
            problems.push(WordsFault { file, line: group.line, reason });
            return false;
        }
        from.into_iter().for_each(|f| ways.entry(f).or_default().extend(to.iter().cloned()));
        true
    });
}

fn leads(ways: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>, from: &[String], to: &[String]) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_vec()]);
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at.clone()) {
            open.extend(ways.get(&at).into_iter().flatten().cloned());
        }
    }
    false
}
