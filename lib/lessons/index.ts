export { checksModule, checksNotebook, nameOf, wrongChecks } from "./checks";
export { broken, gradeOne, type CheckFunction, type Grade } from "./grade";
export type { GradeReply, GradeRequest, GraderOpening } from "./grader/protocol";
export type { Check, Lesson, LessonHead, Prediction } from "./lesson";
export { parseLesson, type ParsedLesson } from "./parse";
export type { RecordData, RunData, TableData } from "./record";
export { recorded, tableData, tablesOf } from "./recorded";
export { gradeSql, type SqlRun } from "./sql-check";
export { isLanguage, languages, toldIn, type Language, type Told } from "./told";
