import type { Parting } from "./parting";

/** What either side's rule says, in each language. */
export interface Rules {
  readonly runnel: Words;
  readonly airflow: Words;
}

interface Words {
  readonly en: string;
  readonly ko: string;
}

/** Why sides part: the rule of either (AF22). */
export function rulesOf(parting: Parting): Rules {
  switch (parting.kind) {
    case "began-later":
      return parting.rule === "all_success" || !parting.hasUpstream
        ? {
            runnel: {
              en: "A flow is code: the task was called only when the line that calls it was reached.",
              ko: "플로우는 코드입니다. 태스크는 그 줄에 이르러서야 호출되었습니다.",
            },
            airflow: {
              en: `A DAG is known before it runs: the task begins as soon as those upstream of it let it, ${seconds(parting.by)} earlier.`,
              ko: `DAG는 실행 전에 정해져 있습니다. 업스트림의 조건이 맞는 즉시, ${seconds(parting.by)} 먼저 시작합니다.`,
            },
          }
        : {
            runnel: {
              en: "A task begins once all futures that it was given, or waits for, have ended.",
              ko: "태스크는 받거나 기다리는 future가 모두 끝난 뒤에 시작합니다.",
            },
            airflow: {
              en: `Its trigger rule is ${parting.rule}, which holds ${seconds(parting.by)} earlier.`,
              ko: `트리거 규칙이 ${parting.rule}이라서 ${seconds(parting.by)} 먼저 시작합니다.`,
            },
          };
    case "pause":
      return {
        runnel: {
          en: `The pause before the retry is its retryDelaySeconds: ${seconds(parting.runnel)}. Where there is none, it is tried again at once.`,
          ko: `재시도 전의 대기 시간은 retryDelaySeconds이며 ${seconds(parting.runnel)}였습니다. 적지 않으면 바로 재시도합니다.`,
        },
        airflow: parting.isDefault
          ? {
              en: "The pause is its retry_delay: 5 minutes, where nothing else is said. It is up_for_retry until then.",
              ko: "대기 시간은 retry_delay입니다. 따로 적지 않으면 5분이고, 그동안 up_for_retry 상태입니다.",
            }
          : {
              en: `The pause is its retry_delay, the same before each retry: ${seconds(parting.airflow)}. There are no lists of delays.`,
              ko: `대기 시간은 retry_delay이고 매번 ${seconds(parting.airflow)}로 같습니다. 대기 시간을 목록으로 줄 수는 없습니다.`,
            },
      };
    case "tries":
      return {
        runnel: {
          en: `It was tried ${parting.runnel} times.`,
          ko: `${parting.runnel}번 시도했습니다.`,
        },
        airflow:
          parting.unwritable === undefined
            ? {
                en: `Any failure is tried again as long as there are retries: ${parting.airflow} times.`,
                ko: `재시도가 남아 있으면 어떤 실패든 재시도합니다. ${parting.airflow}번 시도합니다.`,
              }
            : unwritable(parting.unwritable),
      };
    case "cached":
      return {
        runnel: {
          en: "Its result was in the cache: the function was not called.",
          ko: "결과가 캐시에 있어서 함수가 호출되지 않았습니다.",
        },
        airflow: {
          en: "No results are cached: each run of the DAG runs the task anew. It is taken to last a second.",
          ko: "결과를 캐시하지 않습니다. DAG를 실행할 때마다 새로 실행합니다. 1초 걸린다고 가정합니다.",
        },
      };
    case "rolled-back":
      return {
        runnel: {
          en: "It was in a transaction that failed, and was rolled back.",
          ko: "실패한 트랜잭션 안에 있어서 롤백되었습니다.",
        },
        airflow: {
          en: "There are no transactions: what succeeded stays a success.",
          ko: "트랜잭션이 없습니다. 성공한 것은 성공으로 남습니다.",
        },
      };
    case "end":
      return { runnel: endOfRunnel(parting.runnel), airflow: endOfAirflow(parting) };
    case "run":
      return {
        runnel: {
          en: `The run is what the flow's function makes of it: it ended as ${parting.runnel}.`,
          ko: `실행이 어떻게 끝나는지는 플로우의 함수에 달렸습니다. ${parting.runnel} 상태로 끝났습니다.`,
        },
        airflow: {
          en: `The run is what its leaves are, the tasks with none downstream, whatever failed before them: ${parting.airflow}.`,
          ko: `실행의 상태는 다운스트림이 없는 마지막 태스크들에 달렸고, 그 앞의 실패는 보지 않습니다. 여기서는 ${parting.airflow}입니다.`,
        },
      };
  }
}

function endOfRunnel(state: string): Words {
  if (state === "NotReady")
    return {
      en: "A future that it waits for did not complete, so it is NotReady and never runs. allowFailure lets one failure pass.",
      ko: "기다리던 future가 완료되지 않아서 NotReady이고 실행되지 않습니다. allowFailure는 실패 하나를 통과시킵니다.",
    };
  if (state === "Skipped")
    return {
      en: "Skipped is a name of Completed that the task gave itself.",
      ko: "Skipped는 태스크가 스스로 붙인 Completed의 이름입니다.",
    };
  return {
    en: `It ended as ${state}. A task runs when all futures that it waits for have completed, by whatever name, or are let pass by allowFailure.`,
    ko: `${state} 상태로 끝났습니다. 태스크는 기다리는 future가 어떤 이름으로든 모두 완료되었거나 allowFailure로 통과하면 실행됩니다.`,
  };
}

function endOfAirflow({
  airflow,
  rule,
  unwritable: what,
}: Extract<Parting, { readonly kind: "end" }>): Words {
  if (what !== undefined) return unwritable(what);
  if (airflow === "skipped")
    return {
      en: `Its trigger rule is ${rule}: one upstream was skipped, so it is skipped, too. A skip goes on downstream.`,
      ko: `트리거 규칙이 ${rule}입니다. 업스트림을 건너뛰었으므로 이 태스크도 건너뜁니다. 건너뛰기는 다운스트림으로 이어집니다.`,
    };
  if (airflow === "upstream_failed")
    return {
      en: `Its trigger rule is ${rule}: one upstream failed, so it is upstream_failed and never runs.`,
      ko: `트리거 규칙이 ${rule}입니다. 업스트림이 실패했으므로 upstream_failed가 되고 실행되지 않습니다.`,
    };
  return {
    en: `Its trigger rule is ${rule}, which holds: it runs, and ends as ${airflow}.`,
    ko: `트리거 규칙 ${rule}이 성립해서 실행되고 ${airflow} 상태로 끝납니다.`,
  };
}

function unwritable(what: string): Words {
  return {
    en: `What a task returns is written to the database as JSON, its XCom. ${what} cannot be: “cannot serialize”, and the attempt fails.`,
    ko: `태스크가 반환한 값은 JSON으로 데이터베이스에 기록됩니다(XCom). 기록할 수 없는 값(${what})이므로 시도가 “cannot serialize” 오류로 실패합니다.`,
  };
}

function seconds(number: number): string {
  return `${Number(number.toFixed(1))} s`;
}
