// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.SandboxException;
import dev.spurline.framework.KeepableSandbox.Kept;
import dev.spurline.internal.apply.SandboxObjects;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.entry.EntryPoints;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.undo.SandboxRemoval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Leaves a sandbox in the cluster for a time when its engine gives it up. */
final class SandboxRetention {

    private final ClusterConnection connection;
    private final boolean anchored;
    private final SandboxRemoval undo;
    private final SandboxObjects objects;
    private final SandboxStations stations;

    SandboxRetention(
            ClusterConnection connection,
            boolean anchored,
            SandboxRemoval undo,
            SandboxObjects objects,
            SandboxStations stations) {
        this.connection = connection;
        this.anchored = anchored;
        this.undo = undo;
        this.objects = objects;
        this.stations = stations;
    }

    /**
     * Leaves it: routes that may not stay go first, as when it is closed, and the rest gets anchors of its own.
     *
     * @param plan the sandbox as it is now
     * @param namespaces where it has objects
     */
    Kept keep(SandboxPlan plan, Collection<String> namespaces, Duration time) {
        refuseEnding();
        Optional<String> obstacle = plan.unfollowed();
        if (obstacle.isPresent()) {
            undo.removeRoutes(plan.key().value(), namespaces);
            stations.routes().awaitGone();
        }
        objects.keep(plan, time);
        return new Kept(connection.clock().now().plus(time), lines(plan, namespaces, stations.entries(), obstacle));
    }

    private void refuseEnding() {
        if (connection.provided().isPresent()) {
            throw new SandboxException("its cluster ends with this JVM");
        }
        if (!anchored) {
            throw new SandboxException("with spurline.anchor=none nothing would ever remove it");
        }
    }

    private List<String> lines(
            SandboxPlan plan, Collection<String> namespaces, EntryPoints entries, Optional<String> obstacle) {
        KeptCommands commands = new KeptCommands(plan, connection.context());
        Collection<String> all = new TreeSet<>(namespaces);
        commands.look(all).forks();
        if (obstacle.isEmpty()) {
            entries.used()
                    .forEach(entry -> entry.address()
                            .ifPresentOrElse(
                                    commands::request,
                                    () -> commands.forward(entry.namespace(), entry.service(), entry.port())));
        }
        List<String> lines = new ArrayList<>();
        lines.add(obstacle.map(
                        "Its routes were removed, as nobody would follow the routes of others: %s. Requests reach its forks by port-forward"
                                ::formatted)
                .orElse("Requests with the key are routed as before"));
        lines.addAll(commands.lines());
        all.forEach(namespace -> lines.add(undo.command(namespace, plan.key().value())));
        return lines;
    }
}
