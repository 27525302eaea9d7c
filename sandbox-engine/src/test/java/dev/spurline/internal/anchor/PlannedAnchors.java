// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import dev.spurline.internal.plan.ObjectMarks;
import dev.spurline.internal.plan.SandboxPlan;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/** The anchors that would be made for a plan. */
public final class PlannedAnchors {

    private static final AnchorIdentity IDENTITY = new AnchorIdentity("e1", ObjectMarks.of(name -> Optional.empty()));
    private static final long SECONDS = 60;

    private PlannedAnchors() {}

    /** Returns one Job a namespace. */
    public static List<Job> of(SandboxPlan plan) {
        return plan.anchorTemplates().entrySet().stream()
                .map(template -> AnchorJob.describe(IDENTITY, template.getKey(), template.getValue(), SECONDS))
                .toList();
    }
}
