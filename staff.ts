import type { Services } from "./routes/mod.ts";
import type { ServerStatus, StaffServices } from "./web/mod.ts";

/** Days of which the costs are told. */
const costDays = 14;
const ungradableMax = 10;
const dayMs = 86_400_000;

/** What the pages for reviewers, operators and authors work with, joined to the services. */
export function createStaff(services: Services): StaffServices {
  const { interview, bank, keys, webhooks, operations, freeText, sandbox, clock } = services;
  return {
    review: interview,
    bank: { questions: bank.questions, get: bank.get, tryOut: services.tryOut },
    now: () => clock.now(),
    operate: {
      keys: keys.list,
      closed: services.closed,
      makeKey: keys.create,
      revokeKey: keys.revoke,
      webhooks: () => webhooks.list(() => true),
      removeWebhook: (id) => webhooks.remove(id, () => true),
      regrade: interview.regrade,
      async status(): Promise<ServerStatus> {
        const since = new Date(clock.now().getTime() - (costDays - 1) * dayMs).toISOString().slice(0, 10);
        const [backlog, reviews, standIns, writable, byDay, byModel, ungradable, batches] = await Promise.all([
          operations.backlog(),
          interview.reviewQueue(1),
          operations.standIns(),
          services.ready(),
          operations.spendingByDay(since),
          operations.spendingByModel(since),
          operations.ungradable(ungradableMax),
          interview.batches.unfinished(),
        ]);
        return {
          queue: services.queueSize(),
          backlog,
          reviews: reviews.total,
          freeText: { model: freeText.model, host: freeText.host, state: freeText.state?.() ?? null },
          standIns,
          sandbox: { tier: sandbox.tier, reason: sandbox.reason },
          backends: backendsOf(bank.questions),
          database: { name: services.databaseName, writable },
          byDay,
          byModel,
          ungradable,
          batches,
          questions: bank.questions.length,
          runtime: `Deno ${Deno.version.deno}`,
          startedAt: services.startedAt,
        };
      },
    },
  };
}

function backendsOf(questions: Services["bank"]["questions"]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const question of questions) {
    if (question.kind === "coding") counts[question.backend] = (counts[question.backend] ?? 0) + 1;
  }
  return counts;
}
