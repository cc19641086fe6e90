//! The stages without pages, tried together: these tests link without Typst.

#![allow(clippy::print_stdout, reason = "tests say what they leave out")]

mod analysis;
mod assigned;
mod beside_calamine;
mod blanks;
mod broken;
mod contradictions;
mod county_told;
mod damage;
mod days;
mod delimited;
mod dossiers;
mod edited;
mod figures;
mod filed;
mod full;
mod fuzz;
mod house;
mod identity;
mod layouts;
mod makers;
mod marks;
mod minutes;
mod mutation;
mod notices;
mod odd_workbooks;
mod other_period;
mod own_words;
mod recounted;
mod revised;
mod samples;
mod shares;
mod signing;
mod sources;
mod stopped;
mod surveys;
mod thresholds;
mod told;
mod voice;
mod wording;
mod writers;
mod year;
