//! dev
use waypost_dsl::hir::Policy;
use waypost_engine::Payment;
use waypost_generate::{inside, json, shape::{self, Shape}};
use crate::rule::{self, When};

pub struct Set { pub policy: Policy, pub rules: Vec<When>, pub payments: Vec<Payment>, pub json: Vec<Vec<u8>>, pub text: String }

impl Set {
    pub fn new(shape: &str, rules: usize, payments: usize) -> Set {
        let (shape, amid) = shape.strip_suffix("-amid").map_or((shape, false), |s| (s, true));
        let shape: Shape = shape.parse().unwrap();
        let snapshot = shape::snapshot(shape, 1, rules);
        let payments = if amid { inside::payments_amid(7, &snapshot, payments) } else { inside::payments(7, &snapshot, payments) };
        let policy = snapshot.policy().clone();
        let json = payments.iter().map(|p| json::line(&policy.facts, p).into_bytes()).collect();
        let rules = rule::rules(&policy);
        Set { text: shape::text(shape, 1, rules.len()), policy, rules, payments, json }
    }
}
