// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.anchor.Anchors;
import dev.spurline.internal.anchor.EngineLife;
import dev.spurline.internal.anchor.LeaseTerms;
import dev.spurline.internal.apply.Changes;
import dev.spurline.internal.apply.Writes;
import dev.spurline.internal.connect.Connection;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.preflight.Permissions;
import dev.spurline.internal.reading.SurveyReader;
import dev.spurline.internal.settings.Guards;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.undo.Census;
import dev.spurline.internal.undo.Sweep;
import dev.spurline.internal.undo.Undo;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.NamespaceViews;
import dev.spurline.internal.work.Workers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the sandboxes of one engine share.
 *
 * @param id the engine's id, a label value
 * @param anchored whether anchors are made
 */
record Rooms(
        String id,
        boolean anchored,
        Connection connection,
        Workers workers,
        LeaseTerms terms,
        Guards guards,
        Permissions permissions,
        SurveyReader survey,
        Writes writes,
        Changes changes,
        Knowledge knowledge,
        Anchors anchors,
        PodPages pages,
        NamespaceViews views,
        Undo undo,
        Census census,
        Sweep sweep) {

    private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(5);

    static Rooms of(Connection connection, Settings settings) {
        String id = RoutingKey.random().value();
        boolean anchored = PlanOptions.anchored(settings);
        LeaseTerms terms =
                LeaseTerms.of(settings, ManagementFactory.getRuntimeMXBean().getInputArguments());
        Workers workers = new Workers(id);
        KubernetesClient client = connection.client();
        Permissions permissions = new Permissions(client, workers, anchored);
        SurveyReader survey = new SurveyReader(client, workers, permissions);
        Undo undo = new Undo(client, workers, survey::served, permissions, id, connection.context(), anchored);
        Census census = new Census(client, workers);
        Writes writes = new Writes(client, workers, Rooms::kind);
        Knowledge knowledge = new Knowledge();
        return new Rooms(
                id,
                anchored,
                connection,
                workers,
                terms,
                new Guards(settings),
                permissions,
                survey,
                writes,
                new Changes(writes),
                knowledge,
                new Anchors(client, connection.clock(), terms, workers, id, knowledge),
                new PodPages(client, PAGE_TIMEOUT),
                new NamespaceViews(client, workers, survey::served, permissions, id, terms.length()),
                undo,
                census,
                new Sweep(
                        census,
                        workers,
                        undo,
                        connection.clock(),
                        terms.length().multipliedBy(2)));
    }

    ClusterAccess access() {
        return new ClusterAccess(connection.client(), workers, permissions, views);
    }

    EngineLife life() {
        return new EngineLife(id, terms, anchors);
    }

    /** Checks what needs no request, and returns the namespaces in which a sandbox would have objects. */
    Set<String> guard(SandboxSpec spec, String namespace) {
        Set<String> namespaces = new LinkedHashSet<>();
        namespaces.add(namespace);
        spec.forks().forEach(fork -> namespaces.add(fork.namespace().orElse(namespace)));
        namespaces.forEach(guards::checkNamespace);
        guards.checkForks(spec.forks().size());
        return namespaces;
    }

    private static ResourceDefinitionContext kind(HasMetadata object) {
        String version = object.getApiVersion().substring(object.getApiVersion().indexOf('/') + 1);
        return Arrays.stream(CustomKind.values())
                .filter(kind -> kind.holds(object))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No plan makes objects of kind [%s %s]".formatted(object.getApiVersion(), object.getKind())))
                .context(version);
    }
}
