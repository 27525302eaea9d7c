// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.internal.plan.SandboxPlan;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs the warnings of an engine's plans; what is the same for every sandbox is logged once. */
public final class PlanWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(PlanWarnings.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Logs what is new in the warnings of a plan. */
    void log(SandboxPlan plan) {
        plan.warnings().stream()
                .filter(warning -> !plan.standing().contains(warning) || told.add(warning))
                .forEach(warning -> LOG.atLevel(plan.withoutRights().contains(warning) ? Level.INFO : Level.WARN)
                        .log("Sandbox {}: {}", plan.key(), plan.mask().clean(warning)));
    }

    /** Logs what is news of these sentences, which are of no sandbox in particular. */
    void logOnce(List<String> sentences) {
        sentences.stream().filter(told::add).forEach(LOG::warn);
    }
}
