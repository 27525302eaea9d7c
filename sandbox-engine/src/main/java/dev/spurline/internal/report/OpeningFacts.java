// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.Settings;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.entry.EntryChoice;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.Survey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs in one block what was found for a sandbox that is to be opened; what an engine has told already is not told again. */
public final class OpeningFacts {

    private static final Logger LOG = LoggerFactory.getLogger(OpeningFacts.class);

    private final ClusterConnection connection;
    private final Settings settings;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Prepares to tell of the sandboxes of one engine. */
    public OpeningFacts(ClusterConnection connection, Settings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /** Logs what is new. What the plan warns of is logged by itself. */
    public void tell(Survey survey, SandboxPlan plan) {
        List<PreflightReport.Section> news = found(survey, plan).finish().sections().stream()
                .map(section -> section.only(line -> told.add(section.title() + line)))
                .filter(section -> !section.lines().isEmpty())
                .toList();
        if (!news.isEmpty()) {
            LOG.info(
                    "Sandbox {} in namespace {} is allowed. What was found:\n{}",
                    plan.key(),
                    plan.namespace(),
                    plan.mask().clean(PreflightReport.print(news).stripTrailing()));
        }
    }

    private ReportDraft found(Survey survey, SandboxPlan plan) {
        ReportDraft draft = new ReportDraft();
        draft.found(
                "Namespace",
                "All permissions that sandboxes need in namespace [%s] are granted".formatted(plan.namespace()));
        draft.found("Mesh", new MeshFacts(survey).sentence());
        EntryChoice entries = new EntryChoice(connection, settings, plan.namespace(), plan.choice());
        plan.forks()
                .forEach(
                        fork -> new ForkFacts(plan, fork, settings, services(fork)).tellForkAndEntries(entries, draft));
        ForkFacts.routes(plan).forEach(line -> draft.found("Routes", line));
        DeliveryTools.tell(survey, draft);
        return draft;
    }

    private static List<String> services(PlannedFork fork) {
        return fork.services().stream().map(ForkService::baseline).toList();
    }
}
