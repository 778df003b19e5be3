/*
 * What links of version 1 are packed from: bytes of it are as good as bytes that came before. It is part of the format, so that
 * not a letter of it may change: another dictionary is another version. What is likely stands last, where pointing to it is
 * cheapest: rare words, the run's, data's, then what notebooks say.
 */

const states = [
  "SCHEDULED PENDING RUNNING COMPLETED FAILED CANCELLED CRASHED PAUSED CANCELLING",
  "NotReady Suspended RolledBack TimedOut Late AwaitingConcurrencySlot Cancelled Crashed Paused Failed Cached",
  "AwaitingRetry Retrying Scheduled Pending Running Completed",
  "The parent flow run was suspended. Flow run was cancelled. Execution was cancelled by the runtime environment.",
  "Upstream task run  did not reach a 'COMPLETED' state. Task rolled back as part of transaction",
  "Pausing flow, execution will continue when this flow run is resumed. Resuming flow run execution!",
  "Running hook '' in response to entering state 'Running' Hook '' finished running successfully",
  "An error was encountered while running hook '' Unable to release concurrency slots on  do not exist - skipping acquisition.",
  "Task run exceeded timeout of  second(s) Flow run exceeded timeout of  second(s)",
  "Task run encountered an exception: Flow run encountered an exception: ",
  "Task run failed with exception: Error('') - Retries are exhausted - No retries configured for this task.",
  " - Retry 1/1 will start 1.0 second(s) from now - Retry 2/3 will start immediately",
  "1/2 states failed. 1/3 states failed. 1/2 states are not final. All states completed. Cached result loaded from storage",
  "Flow run encountered an exception. Finished in state Completed() Failed('",
];

const run = [
  "RangeError SyntaxError ReferenceError TypeError RunnelError TimeoutError AbortError stack cause code line column errors thrown",
  "deferred pauseTimeout pauseReschedule pauseKey runInputKeyset cacheExpiration causeTaskRunId childFlowRunId scheduledTime",
  "network.requested method GET POST origin outcome sent answered failed refused https://",
  "prefect.resource.id prefect.resource.role prefect.resource.name prefect.flow-run.prefect.task-run.prefect.tag.flowtask",
  "runnel.error.located runId calledFrom place definition runnel.cache.compared runs last differs",
  "artifact markdown table progress image data description metadata created updated key",
  "hit miss off refresh unhashable found absent expired unreadable refresh-cache refresh-setting generator no-cache not-persisted",
  "caching-off key-function no-inputs inputs source parameters worker data limit rate",
  "emitted event resource related payload follows runnel.run.requested sources entry cells flowName names",
  "__parents__ waitFor inputType taskRun flowRun details preview error name message type kind columns rows total numColumns",
  "nothing table lineage schema numRows text isWhole true false null",
  "taskName taskKey definition tags parameters taskInputs flowRunRunCount retries parentTaskRunId parentFlowRunId",
  "main etl pipeline extract transform load clean fetch read write process report summary total daily result orders customers",
];

const data = [
  "csv tsv json ndjson parquet arrow UUID BLOB INTERVAL TIME TIMESTAMP WITH TIME ZONE HUGEINT UBIGINT UINTEGER USMALLINT UTINYINT",
  "SMALLINT TINYINT FLOAT STRUCT( MAP(VARCHAR, INTEGER[] VARCHAR[] ENUM('DECIMAL(18,3) BOOLEAN TIMESTAMP DATE DOUBLE INTEGER BIGINT VARCHAR",
  "id date time name city country state region category product customer order user email status type price quantity amount total value count year month day created_at updated_at latitude longitude",
  "true false pending paid shipped cancelled delivered open closed active inactive new north south east west",
  "2024-01-01 2025-01-01 2026-01-01 00:00:00 .com @example.com Berlin London Paris New York",
];

const sql = [
  "WITH RECURSIVE INSERT INTO UPDATE DELETE CREATE TABLE AS VALUES ( UNION ALL EXCEPT INTERSECT DISTINCT ON PIVOT UNPIVOT SUMMARIZE DESCRIBE QUALIFY WINDOW PARTITION BY ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
  "regexp_replace(regexp_extract(string_agg(list_aggregate(unnest(range(generate_series(strptime(strftime(epoch_ms(extract(year FROM median(quantile_cont(stddev(arg_max(first(last(any_value(row_number() OVER (rank() OVER (lag(lead(coalesce(nullif(greatest(least(concat(lower(upper(trim(length(substr(replace(split_part(",
  "INTERVAL 1 DAY CURRENT_DATE now() IS NULL IS NOT NULL NOT IN (LIKE '%ILIKE BETWEEN EXISTS (CASE WHEN THEN ELSE END AS ",
  "read_csv('read_parquet('read_json('https://\nCROSS JOIN INNER JOIN FULL OUTER JOIN RIGHT JOIN \nFROM \nLEFT JOIN  USING (id)\nJOIN  ON \n  AND \n  OR \nWHERE ",
  "SELECT\n  *,\n  date_trunc('month', date)::DATE AS month,\n  CAST( AS INTEGER) try_cast(\n  count(*) AS orders,\n  sum(amount) AS total,\n  round(avg(amount), 2) AS mean,\n  min(max(count(DISTINCT \n  round(100.0 * count(*) FILTER (WHERE \n",
  "GROUP BY ALL\nHAVING count(*) > 1\nORDER BY total DESC\nLIMIT 10\nSELECT * FROM \nSELECT ",
];

const code = [
  "createLinkArtifact createImageArtifact createTableArtifact createProgressArtifact updateProgressArtifact listArtifacts readArtifact createConcurrencyLimit deleteConcurrencyLimit readConcurrencyLimit rateLimit(",
  'resolveFuturesToResults resolveFuturesToStates asCompleted( Cancelled Crashed Failed( Completed( allowFailure( unmapped( opaque( quote( emitEvent( pauseFlowRun( suspendFlowRun( resumeFlowRun( getTransaction( transaction( Variable.get(" Variable.set(" tags(" serve( S3Bucket browserStorage memoryStorage memoryLockManager cacheKeyFn( taskInputHash exponentialBackoff( WebWorkerTaskRunner ConcurrentTaskRunner SequentialTaskRunner FLOW_PARAMETERS NO_CACHE RUN_ID DEFAULT',
  'onCompletion: [ onFailure: [ onRunning: [ onCancellation: [ onCrashed: [ onCommit onRollback validateParameters taskRunner: flowRunName: cacheExpiration: refreshCache: true, cacheResultInMemory: persistResult: true, resultStorage: retryCondition: retryJitterFactor: logPrints: timeoutSeconds: 10, description: "version: ',
  'taskRunName: " {name}", tags: [""], cachePolicy: INPUTS.plus(TASK_SOURCE), cachePolicy: INPUTS, retries: 3, retryDelaySeconds: [1, 5], retries: 2, retryDelaySeconds: 1 }, async (name: " }, async (',
  "interface  {\n  readonly id: number;\n  name: string;\n  date: Date;\n  amount: number;\n}\n",
  'runtime.taskRun.runCount runtime.flowRun. Secret.load("  await sleep(1000);\n  await wait(  throw new Error(`  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);\n  const response = await fetch(`https://api.\n  return (await response.json()) as ',
  "  for (const  of  await  new Map<string, number>();\n  Math.round(Math.max(Math.min(Math.floor( JSON.stringify( Promise.all([ ].sort((a, b) => a - b) .reduce((sum, one) => sum + one. .filter((one) => .length .toISOString().slice(0, 10) Object.entries( unknown[] Record<string, unknown>[] string[] number[] boolean undefined null ",
  '  await createMarkdownArtifact({ key: "report", markdown: `# \n  const logger = getRunLogger();\n  logger.warning(`  logger.info(` rows`);\n  getRunLogger().info(`',
  '  await load(summary, "  await download( , ".csv");\n  const rows = await orders().toArray(); (await table.toArray()) as  await fromRows(rows, "  const table = await sql` await readFile(" numRows',
  ' = task({ name: "\n  const  = await  .submit( .map( .map((one) => one. .result(); .wait();\n  );\n};\n  });\n});\n  return  return await ',
];

const text = [
  " where what which there their about because between the first, after that one can see from a file into this browser. Press **Run**. ",
  " data rows table each month per day are not only with more than and then the result is for every task and flow. Things to try:\n\n- ",
  "<!-- markdown -->\n<!-- /markdown -->\n\n```sql name=summary\nWITH ",
  "\n```\n\n## Extract\n\n```parquet name=flights src=sample:\n```\n\n```json name= src=\n```\n\n```csv name=orders src=orders.csv\n```\n\n",
  "## Transform\n\n```sql name=daily\nSELECT\n  \n```\n\n```sql name=clean\nSELECT\n  \n## Load\n\n```ts\nconst main = flow(async () => {\n  const  = await ",
  '\n```\n\n```ts\nexport const etl = flow({ name: "etl" }, async (name: string = "\n```\n\n```ts\nconst fetch = task(async (rows: Table) => {\n  const ',
  "---\ntitle: \n---\n\n# ",
];

const all = [...states, ...run, ...data, ...sql, ...code, ...text].join("\n");

/** The bytes that deflate begins from. */
export const dictionary = new TextEncoder().encode(all);
