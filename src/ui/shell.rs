//! The shell: skip link, header, navigation, main, footer, and the one live region.

use crate::islands::list_words;
use leptos::prelude::*;

/// The four doors of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavSection {
    /// Find help.
    Find,
    /// What is missing here.
    Gaps,
    /// Have your say.
    Say,
    /// Understand it.
    Guides,
    /// My list.
    List,
}

/// The people who answer; empty fields are not shown.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// Telephone number as written.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// When somebody answers.
    pub hours: String,
}

/// All that stands round a page.
#[derive(Clone, Debug, Default)]
pub struct PageFrame {
    /// What the page is, without the site's name. "Error: " first where there is one.
    pub title: String,
    /// The area's name.
    pub area: String,
    /// The council's name.
    pub council: String,
    /// The door the page is behind.
    pub door: Option<NavSection>,
    /// Whether the page is the door itself and not one behind it.
    pub at_door: bool,
    /// Whether sample listings are loaded.
    pub sample: bool,
    /// Whether changes cannot be saved now, because the database is away.
    pub away: bool,
    /// Whether search engines should leave the page out.
    pub no_index: bool,
    /// Address of the stylesheet.
    pub stylesheet: String,
    /// Address of the area's own colours, where it has any.
    pub colours: Option<String>,
    /// Address of the icon.
    pub icon: String,
    /// Address of the script that starts islands; none on pages without one.
    pub script: Option<String>,
    /// Who answers.
    pub help: Help,
    /// How many services are saved.
    pub saved: usize,
    /// Words of the preferences: theme, size, spacing.
    pub theme: &'static str,
    /// See `theme`.
    pub size: &'static str,
    /// See `theme`.
    pub spacing: &'static str,
    /// Extra classes of `main`.
    pub main_class: &'static str,
    /// For somebody who is signed in: address, label and whether it is this page or one behind it. Then the doors of
    /// families are a press on the name away.
    pub inside: Option<Vec<(&'static str, String, Option<&'static str>)>>,
}

/// The whole document round a page's own content.
pub fn page(frame: PageFrame, content: AnyView) -> impl IntoView {
    // Whoever goes by headings and links never meets the banner: the title is heard on every page.
    let sample = if frame.sample { "Sample data - " } else { "" };
    let title = format!("{} - {sample}{} Local Offer", frame.title, frame.area);
    let robots = (frame.no_index || frame.sample).then(|| view! { <meta name="robots" content="noindex"/> });
    let colours = frame.colours.clone().map(|href| view! { <link rel="stylesheet" href=href/> });
    let script = frame.script.clone().map(|src| view! { <script type="module" src=src></script> });
    let set = |word: &'static str, plain: &str| (word != plain && !word.is_empty()).then_some(word);
    view! {
        <!DOCTYPE html>
        <html lang="en-GB" dir="ltr" data-theme=set(frame.theme, "system") data-size=set(frame.size, "standard") data-spacing=set(frame.spacing, "normal")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <link rel="stylesheet" href=frame.stylesheet.clone()/>
                {colours}
                <link rel="icon" type="image/svg+xml" href=frame.icon.clone()/>
                {robots}
                {script}
            </head>
            <body>
                <a class="skip" href="#main">"Skip to main content"</a>
                {header(&frame)}
                <main id="main" tabindex="-1" class=frame.main_class>{content}</main>
                {hills()}
                {footer(&frame)}
                <div id="live" aria-live="polite" aria-atomic="true" class="vh"></div>
            </body>
        </html>
    }
}

fn header(frame: &PageFrame) -> AnyView {
    let sample = frame.sample.then(|| {
        view! { <div class="sample"><div class="wrap"><p>"Sample data: these organisations and services are not real."</p></div></div> }
    });
    let away = frame.away.then(|| {
        view! { <div class="sample"><div class="wrap"><p role="status">"You can read and search as always, but we cannot save changes just now."</p></div></div> }
    });
    let doors = [
        (NavSection::Find, "/search", "Find help".to_owned()),
        (NavSection::Gaps, "/gaps", "What’s missing here".to_owned()),
        (NavSection::Say, "/say", "Have your say".to_owned()),
        (NavSection::Guides, "/guides", "Understand it".to_owned()),
        (NavSection::List, "/list", list_words(frame.saved)),
    ];
    let (here, at_door) = (frame.door, frame.at_door);
    let links = doors.map(|(door, href, label)| {
        let current = (here == Some(door)).then_some(if at_door { "page" } else { "true" });
        let id = (door == NavSection::List).then_some("my-list");
        view! { <li><a href=href aria-current=current id=id>{label}</a></li> }.into_any()
    });
    let links: Vec<AnyView> = match &frame.inside {
        None => links.into(),
        Some(inside) => inside
            .iter()
            .cloned()
            .map(|(href, label, current)| view! { <li><a href=href aria-current=current>{label}</a></li> }.into_any())
            .chain([sign_out()])
            .collect(),
    };
    let area = frame.area.clone();
    view! {
        <header>
            {sample}
            {away}
            <div class="top"><div class="wrap">
                <a class="brand" href="/">{logo()}<span>"Local Offer "<small>{area}</small></span></a>
                <nav class="bar" aria-label="Main"><ul class="plain">{links}</ul></nav>
            </div></div>
        </header>
    }
    .into_any()
}

/// The way out, beside the ways on: a form, because opening an address changes nothing.
fn sign_out() -> AnyView {
    view! { <li><form method="post" action="/sign-out"><button>"Sign out"</button></form></li> }.into_any()
}

fn logo() -> AnyView {
    view! {
        <svg viewBox="0 0 40 40" aria-hidden="true" focusable="false">
            <rect width="40" height="40" rx="12" fill="var(--accent)"/>
            <circle cx="27" cy="14" r="5" fill="var(--focus)"/>
            <path d="M0 31c7-12 14-12 20-3 5-7 12-8 20 0v0a12 12 0 0 1-12 12H12A12 12 0 0 1 0 31z" fill="var(--card)" opacity=".93"/>
        </svg>
    }
    .into_any()
}

fn hills() -> AnyView {
    view! {
        <div class="hills" aria-hidden="true"><svg viewBox="0 0 1200 96" preserveAspectRatio="none" focusable="false">
            <path d="M0 70c150-50 280-60 430-22S760 90 900 44s220-40 300-10v62H0z" fill="currentColor" opacity=".55"/>
            <path d="M0 84c180-38 330-30 520-4s300-6 430-32 190-16 250 4v44H0z" fill="currentColor"/>
        </svg></div>
    }
    .into_any()
}

fn footer(frame: &PageFrame) -> AnyView {
    let Help { phone, email, hours } = frame.help.clone();
    let council = frame.council.clone();
    let nobody = phone.is_empty() && email.is_empty();
    let people = if nobody {
        view! {
            <h2>"Would you rather talk to someone?"</h2>
            <p>{format!("{council} publishes this local offer. Its switchboard can put you through to the SEND team. We show a number here as soon as the council gives us one.")}</p>
        }
        .into_any()
    } else {
        let phone = (!phone.is_empty()).then(|| view! { <p class="big" dir="ltr">{phone}</p> });
        let hours = if hours.is_empty() { String::new() } else { format!("{hours}. ") };
        let mail = (!email.is_empty()).then(|| {
            let to = format!("mailto:{email}");
            view! { "You can also email " <a href=to>{email}</a> " or use Relay UK." }
        });
        view! { <h2>"Would you rather talk to someone?"</h2> {phone} <p>{hours}{mail}</p> }.into_any()
    };
    view! {
        <footer class="foot"><div class="wrap split half">
            <div>{people}</div>
            <div>
                <h2>"About this site"</h2>
                <ul class="plain">
                    <li><a href="/preferences">"Change colours and text size"</a></li>
                    <li><a href="/accessibility">"Accessibility"</a></li>
                    <li><a href="/privacy">"What we keep about you: nothing"</a></li>
                    <li><a href="/about/data">"Where our facts come from"</a></li>
                    <li><a href="/districts">"All districts"</a></li>
                    <li><a href="/sign-in">"Sign in to keep a listing right"</a></li>
                </ul>
            </div>
        </div></footer>
    }
    .into_any()
}
