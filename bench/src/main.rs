//! dev
mod rule; mod set; mod payment; mod contender;
use contender::Contender;
use set::Set;
use std::time::Instant;
use waypost_engine::reference;
use waypost_dsl::hir::StageKind;

fn run<'a, C: Contender<'a>>(name: &str, set: &'a Set, expected: &[Option<usize>]) {
    let source = C::write(set);
    let t = Instant::now();
    let mut c = None;
    let mut src = Some(source);
    let info = allocation_counter::measure(|| c = Some(C::load(src.take().unwrap())));
    let load = t.elapsed();
    let mut c = match c.unwrap() { Ok(c) => c, Err(e) => { println!("{name}: {e}"); return } };
    let parsed: Vec<C::Payment> = set.json.iter().map(|j| c.parse(j)).collect();
    for (n, (p, e)) in parsed.iter().zip(expected).enumerate() {
        assert_eq!(c.decide(p), *e, "{name} {n} {}", String::from_utf8_lossy(&set.json[n]));
    }
    let (mut best, mut bestj) = (f64::MAX, f64::MAX);
    for _ in 0..3 {
        let t = Instant::now();
        for p in &parsed { std::hint::black_box(c.decide(p)); }
        best = best.min(t.elapsed().as_secs_f64() / parsed.len() as f64);
        let t = Instant::now();
        for p in &set.json { std::hint::black_box(c.decide_json(p)); }
        bestj = bestj.min(t.elapsed().as_secs_f64() / parsed.len() as f64);
    }
    println!("{name:10} load {load:9.3?} mem {:8.1} KB parsed {:10.3} us json {:10.3} us", info.bytes_current as f64 / 1e3, best * 1e6, bestj * 1e6);
}

fn main() {
    std::thread::Builder::new().stack_size(4 << 30).spawn(go).unwrap().join().unwrap();
}
fn go() {
    let args: Vec<String> = std::env::args().collect();
    let size: usize = args[1].parse().unwrap();
    let n: usize = args[2].parse().unwrap();
    let set = Set::new(&std::env::var("SHAPE").unwrap_or("structured".into()), size, n);
    let expected: Vec<Option<usize>> = set.payments.iter().map(|p| reference::evaluate(&set.policy, p).stage(StageKind::Route).and_then(|s| s.rule).and_then(|r| set.policy.stages[0].rules.iter().position(|(_, o)| std::ptr::eq(o, r)))).collect();
    println!("{} of {} matched; {}", expected.iter().flatten().count(), expected.len(), String::from_utf8_lossy(&set.json[0]));
    { let mut at: Vec<usize> = expected.iter().flatten().copied().collect(); at.sort_unstable(); if !at.is_empty() { println!("places: {} {} {} {} {}", at[0], at[at.len()/4], at[at.len()/2], at[at.len()*3/4], at[at.len()-1]); } }
    let want = |name: &str| args.get(3).is_none_or(|a| a.split(',').any(|a| a == name));
    if want("waypost") { run::<contender::waypost::Waypost>("waypost", &set, &expected); }
    if want("scan") { run::<contender::scan::Scan>("scan", &set, &expected); }
    if want("bitmaps") { run::<contender::bitmaps::Bitmaps>("bitmaps", &set, &expected); }
    if want("wirefilter") { run::<contender::wirefilter::Wirefilter>("wirefilter", &set, &expected); }
    if want("zen") { run::<contender::zen::Zen>("zen", &set, &expected); }
    if want("cel") { run::<contender::cel::Cel>("cel", &set, &expected); }
    if want("regorus") { run::<contender::regorus::Regorus>("regorus", &set, &expected); }
    if want("cedar") { run::<contender::cedar::Cedar>("cedar", &set, &expected); }
}
