import * as z from "zod";
import { QueryReading, ReadQuery } from "@/domain/query/schema";
import {
  CancelSearch,
  CountConversations,
  Facets,
  Place,
  PlaceOf,
  ReadSearch,
  ResultPage,
  SearchConversations,
  Step,
  StepFrom,
} from "@/domain/search/schema";
import { OneSaved, SavedSearch, SaveSearch } from "@/domain/sets/saved-schema";
import { CombineSets, DrawSample, FreezeSet, FrozenSet, ListSetConversations, ReadSet, ReviewedSet } from "@/domain/sets/schema";
import { ListTerms, MakeTermReport, ReadTermReport, TermPage, TermReport, TurnedReport } from "@/domain/terms/schema";
import { Created, Nothing, Paging, pageOf } from "@/lib/page";
import type { Documented } from "./documented";

/** The addresses at which conversations are looked for and counted, and what is kept of that: sets, samples, saved searches, search term reports. */
export const searchRoutes: readonly Documented[] = [
  { method: "GET", path: "/api/conversations", does: "Search and browse conversations", input: SearchConversations, answer: ResultPage },
  {
    method: "GET",
    path: "/api/conversations/facets",
    does: "Counts of an answer by month, model, language, volume, turns and own code",
    input: CountConversations,
    answer: Facets,
  },
  {
    method: "GET",
    path: "/api/conversations/reading",
    does: "How a query is understood, part by part; with count=true how many each part finds",
    input: ReadQuery,
    answer: QueryReading,
  },
  {
    method: "GET",
    path: "/api/conversations/{id}/place",
    does: "Where a conversation stands among what answers",
    input: PlaceOf,
    answer: Place,
  },
  {
    method: "GET",
    path: "/api/conversations/{id}/step",
    does: "The next, previous or next uncoded among what answers",
    input: StepFrom,
    answer: Step,
  },
  { method: "GET", path: "/api/searches/{id}", does: "How far a search is, and its counts so far", input: ReadSearch, answer: Facets },
  { method: "DELETE", path: "/api/searches/{id}", does: "Cancel a search that is under way", input: CancelSearch, answer: Facets },
  {
    method: "GET",
    path: "/api/saved-searches",
    does: "The own side's saved searches, sealed",
    input: Nothing,
    answer: pageOf(SavedSearch),
  },
  {
    method: "POST",
    path: "/api/saved-searches",
    does: "Save a search, sealed to one's own side",
    input: SaveSearch,
    answer: Created,
    created: true,
  },
  { method: "POST", path: "/api/saved-searches/{id}", does: "Say that what is new was looked at", input: OneSaved, answer: z.null() },
  { method: "DELETE", path: "/api/saved-searches/{id}", does: "Take a saved search away", input: OneSaved, answer: z.null() },
  { method: "GET", path: "/api/sets", does: "The own side's reviewed sets", input: Paging, answer: pageOf(ReviewedSet) },
  { method: "POST", path: "/api/sets", does: "Freeze a search into a reviewed set", input: FreezeSet, answer: FrozenSet, created: true },
  { method: "POST", path: "/api/sets/combine", does: "Make a set of sets", input: CombineSets, answer: FrozenSet, created: true },
  { method: "GET", path: "/api/samples", does: "The own side's samples", input: Paging, answer: pageOf(ReviewedSet) },
  { method: "POST", path: "/api/samples", does: "Draw a reproducible sample", input: DrawSample, answer: FrozenSet, created: true },
  { method: "GET", path: "/api/samples/{id}", does: "A sample, and how it was drawn", input: ReadSet, answer: ReviewedSet },
  { method: "GET", path: "/api/sets/{id}", does: "A reviewed set", input: ReadSet, answer: ReviewedSet },
  {
    method: "GET",
    path: "/api/sets/{id}/conversations",
    does: "The conversations of a reviewed set",
    input: ListSetConversations,
    answer: ResultPage,
  },
  {
    method: "GET",
    path: "/api/search-reports",
    does: "The own side's search term reports, up to one's own clearance",
    input: Paging,
    answer: pageOf(TermReport),
  },
  {
    method: "POST",
    path: "/api/search-reports",
    does: "Make a search term report: many terms, one a line; it is worked out by itself",
    input: MakeTermReport,
    answer: Created,
    created: true,
  },
  {
    method: "GET",
    path: "/api/search-reports/{id}",
    does: "A search term report, and how far it is",
    input: ReadTermReport,
    answer: TermReport,
  },
  {
    method: "POST",
    path: "/api/search-reports/{id}",
    does: "Go on with a report that was ended or interrupted",
    input: ReadTermReport,
    answer: TurnedReport,
  },
  {
    method: "DELETE",
    path: "/api/search-reports/{id}",
    does: "End a report before its end; what it counted stays",
    input: ReadTermReport,
    answer: TurnedReport,
  },
  {
    method: "GET",
    path: "/api/search-reports/{id}/terms",
    does: "The terms of a report with their numbers; with format=csv all of them as CSV",
    input: ListTerms,
    answer: TermPage,
  },
];
