// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.internal.anchor.EngineAnchors;
import dev.spurline.internal.apply.PlanRehearsal;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.corridor.PlanSources;
import dev.spurline.internal.preflight.PermissionCheck;
import dev.spurline.internal.settings.Guards;
import dev.spurline.internal.watch.ClusterAccess;

/**
 * What the reports of one engine are made from.
 *
 * @param connection tells which cluster it is
 * @param cluster reaches it
 * @param guards what is never allowed
 * @param permissions what this user may do
 * @param plans what plans are made from
 * @param rehearsal asks by dry-run what would be refused
 * @param anchors tell what an anchor would be
 */
public record ReportSources(
        ClusterConnection connection,
        ClusterAccess cluster,
        Guards guards,
        PermissionCheck permissions,
        PlanSources plans,
        PlanRehearsal rehearsal,
        EngineAnchors anchors) {}
