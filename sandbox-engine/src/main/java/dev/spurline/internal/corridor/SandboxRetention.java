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
     * Leaves it: its routes go first, as when it is closed, and the rest gets anchors of its own. Whatever its form, a route
     * that nobody follows any more may hide one that others add later, or answer with rules that they have changed since.
     *
     * @param plan the sandbox as it is now
     * @param namespaces where it has objects
     */
    Kept keep(SandboxPlan plan, Collection<String> namespaces, Duration time) {
        refuseEnding();
        undo.removeRoutes(plan.key().value(), namespaces);
        stations.routes().awaitGone();
        objects.keep(plan, time);
        return new Kept(connection.clock().now().plus(time), lines(plan, namespaces, stations.entries()));
    }

    private void refuseEnding() {
        if (connection.provided().isPresent()) {
            throw new SandboxException("its cluster ends with this JVM");
        }
        if (!anchored) {
            throw new SandboxException("with spurline.anchor=none nothing would ever remove it");
        }
    }

    private List<String> lines(SandboxPlan plan, Collection<String> namespaces, EntryPoints entries) {
        boolean routed = !plan.routes().isEmpty();
        KeptCommands commands = new KeptCommands(plan, connection.context());
        Collection<String> all = new TreeSet<>(namespaces);
        commands.look(all).forks();
        if (!routed) {
            entries.used()
                    .forEach(entry -> entry.address()
                            .ifPresentOrElse(
                                    commands::request,
                                    () -> commands.forward(entry.namespace(), entry.service(), entry.port())));
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                routed
                        ? "Its routes were removed, as nobody would follow the routes that others add or change. Requests reach its forks by port-forward"
                        : "It has no routes: requests reach its forks as before");
        lines.addAll(commands.lines());
        all.forEach(namespace -> lines.add(undo.command(namespace, plan.key().value())));
        return lines;
    }
}
