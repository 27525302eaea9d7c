// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.anchor.AnchorIdentity;
import dev.spurline.internal.anchor.EngineAnchors;
import dev.spurline.internal.anchor.EngineLife;
import dev.spurline.internal.anchor.LeaseTerms;
import dev.spurline.internal.apply.ObjectWriter;
import dev.spurline.internal.apply.PlanRehearsal;
import dev.spurline.internal.apply.RunMembership;
import dev.spurline.internal.apply.SharedRouteWriter;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.corridor.LabelledSandboxes;
import dev.spurline.internal.corridor.PlanSources;
import dev.spurline.internal.corridor.PlanWarnings;
import dev.spurline.internal.corridor.SandboxAssembly;
import dev.spurline.internal.corridor.SandboxPlanning;
import dev.spurline.internal.follow.ForeignViews;
import dev.spurline.internal.plan.ObjectMarks;
import dev.spurline.internal.plan.OptionalRights;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.preflight.LivingSandboxes;
import dev.spurline.internal.preflight.PermissionCheck;
import dev.spurline.internal.preflight.PlanRights;
import dev.spurline.internal.preflight.Preflight;
import dev.spurline.internal.reading.SurveyReader;
import dev.spurline.internal.report.OpeningRefusals;
import dev.spurline.internal.report.PreflightReading;
import dev.spurline.internal.report.PreflightReport;
import dev.spurline.internal.report.ReportSources;
import dev.spurline.internal.settings.Guards;
import dev.spurline.internal.settings.RunName;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.undo.OrphanSweep;
import dev.spurline.internal.undo.SandboxRemoval;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.EngineViews;
import dev.spurline.internal.watch.NamespaceViews;
import dev.spurline.internal.watch.PolicyWatches;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes the parts of one engine, and of them what each sandbox needs. Nobody is handed all of them.
 *
 * @param connection reaches the cluster
 * @param settings of the engine
 * @param cluster how the cluster is seen
 * @param others how what other engines have made is seen
 * @param life what sandboxes live by
 * @param foreign the views that sandboxes are derived from
 * @param label the engine label of all objects: the engine's id, or one that all engines of the run have
 * @param guards what is never allowed
 * @param permissions what this user may do
 * @param sources what plans are made from
 * @param assembly puts sandboxes together
 * @param rehearsal asks by dry-run what would be refused
 * @param pages read the pages of proxies
 * @param sweep removes what earlier runs left
 */
record EngineParts(
        ClusterConnection connection,
        Settings settings,
        ClusterAccess cluster,
        EngineViews others,
        EngineLife life,
        ForeignViews foreign,
        String label,
        Guards guards,
        PermissionCheck permissions,
        PlanSources sources,
        SandboxAssembly assembly,
        PlanRehearsal rehearsal,
        PodPages pages,
        OrphanSweep sweep) {

    private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(5);

    static EngineParts of(ClusterConnection connection, Settings settings, Set<String> workloads) {
        String id = RoutingKey.random().value();
        boolean anchored = PlanOptions.anchored(settings);
        LeaseTerms terms =
                LeaseTerms.of(settings, ManagementFactory.getRuntimeMXBean().getInputArguments());
        EngineThreads workers = new EngineThreads(id);
        KubernetesClient client = connection.client();
        Guards guards = new Guards(settings);
        PermissionCheck permissions = new PermissionCheck(client, workers, anchored);
        PolicyWatches policies = new PolicyWatches(client, workers);
        SurveyReader reader = new SurveyReader(client, workers, permissions, policies);
        ForeignViews foreign = new ForeignViews();
        EngineLife life = new EngineLife(
                id,
                anchored,
                terms,
                new EngineAnchors(
                        client,
                        connection.clock(),
                        terms,
                        workers,
                        new AnchorIdentity(id, ObjectMarks.of(settings)),
                        foreign));
        Function<String, NamespaceViews> views =
                engine -> new NamespaceViews(client, workers, reader::served, permissions, engine, terms.length());
        ClusterAccess cluster = new ClusterAccess(client, workers, permissions, views.apply(id), policies);
        PlanRights rights = new PlanRights(guards, permissions);
        return of(
                connection,
                settings,
                cluster,
                new EngineViews(cluster, id, views),
                life,
                foreign,
                id,
                guards,
                permissions,
                new PlanSources(reader, rights, workers, connection, workloads, new PlanWarnings()),
                new PodPages(client, PAGE_TIMEOUT));
    }

    private static EngineParts of(
            ClusterConnection connection,
            Settings settings,
            ClusterAccess cluster,
            EngineViews others,
            EngineLife life,
            ForeignViews foreign,
            String label,
            Guards guards,
            PermissionCheck permissions,
            PlanSources sources,
            PodPages pages) {
        KubernetesClient client = connection.client();
        EngineThreads workers = cluster.workers();
        SharedRouteWriter shared = new SharedRouteWriter(client, workers, cluster.views()::routes);
        SandboxRemoval undo = new SandboxRemoval(
                client,
                workers,
                sources.reader()::served,
                permissions,
                label,
                connection.context(),
                life.anchored(),
                shared);
        ObjectWriter writer = new ObjectWriter(client, workers, shared);
        return new EngineParts(
                connection,
                settings,
                cluster,
                others,
                life,
                foreign,
                label,
                guards,
                permissions,
                sources,
                new SandboxAssembly(
                        connection, settings, cluster, sources.reader(), life, foreign, pages, writer, undo, others),
                new PlanRehearsal(writer, workers),
                pages,
                sweep(cluster, undo, connection, life.terms()));
    }

    /** Returns the parts for what all engines of a run share: by its label each sees, and removes, what the others have made. */
    EngineParts of(RunName run) {
        return seeing(run.key("engines").value());
    }

    /** Returns the parts for what has another engine label. */
    EngineParts seeing(String shared) {
        return of(
                connection,
                settings,
                others.of(shared),
                others,
                life,
                foreign,
                shared,
                guards,
                permissions,
                sources,
                pages);
    }

    private static OrphanSweep sweep(
            ClusterAccess cluster, SandboxRemoval undo, ClusterConnection connection, LeaseTerms terms) {
        return new OrphanSweep(
                new LivingSandboxes(cluster.client(), cluster.workers()),
                cluster.workers(),
                undo,
                connection.clock(),
                terms.length().multipliedBy(2));
    }

    Preflight preflight(SandboxSpec spec, String namespace, RoutingKey key) {
        return new Preflight(cluster, guards, permissions, spec, namespace, key);
    }

    RunMembership membership(String namespace, RoutingKey key) {
        return new RunMembership(
                cluster.client(),
                new LivingSandboxes(cluster.client(), cluster.workers()),
                life.id(),
                namespace,
                key.value());
    }

    SandboxPlanning planning(SandboxSpec spec, String namespace, RoutingKey key) {
        return planning(sources, spec, namespace, key);
    }

    private SandboxPlanning planning(PlanSources known, SandboxSpec spec, String namespace, RoutingKey key) {
        LivingSandboxes living = new LivingSandboxes(cluster.client(), cluster.workers());
        return new SandboxPlanning(
                known, spec, namespace, key, options(), new LabelledSandboxes(cluster.client(), living));
    }

    private PlanOptions options() {
        List<String> callers = Setting.CALLERS.find(settings).orElse(List.of());
        return new PlanOptions(label, settings, callers, OptionalRights.PLAIN);
    }

    private ReportSources reported() {
        return new ReportSources(connection, cluster, guards, permissions, sources, rehearsal, life.anchors());
    }

    OpeningRefusals refusals(SandboxSpec spec, Set<String> namespaces, RoutingKey key, boolean shared) {
        return new OpeningRefusals(reported(), options(), spec, namespaces, key, shared);
    }

    PreflightReport report(String namespace, Optional<String> service) {
        return new PreflightReading(
                        reported(),
                        (known, spec, where) -> planning(known, spec, where, RoutingKey.random()),
                        options(),
                        namespace)
                .read(service);
    }
}
