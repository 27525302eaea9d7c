// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.ready;

import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import dev.spurline.internal.work.RetryPolicy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the forks of a sandbox that another engine opened and that went before their namespace was watched: that is no event of
 * the watch.
 *
 * @param cluster the cluster
 * @param plan the sandbox
 * @param gone is told the namespace and the name of each fork's Deployment that is not there
 */
record AbsentForks(ClusterAccess cluster, SandboxPlan plan, BiConsumer<String, String> gone) {

    private static final Logger LOG = LoggerFactory.getLogger(AbsentForks.class);

    /** Tells of those that are missing when a view opens. A watch may be late, so that the server is asked before that. */
    void tell(String namespace, NamespaceView view) {
        var unused = view.opened().thenApply(opened -> unseen(namespace, view)).thenAccept(unseen -> {
            if (!unseen.isEmpty()) {
                ask(namespace, unseen);
            }
        });
    }

    private Set<String> unseen(String namespace, NamespaceView view) {
        Set<String> unseen = plan.forks().stream()
                .filter(fork -> fork.namespace().equals(namespace))
                .map(PlannedFork::deployment)
                .collect(Collectors.toCollection(TreeSet::new));
        view.deployments()
                .all()
                .forEach(known -> unseen.remove(known.getMetadata().getName()));
        return unseen;
    }

    private void ask(String namespace, Set<String> unseen) {
        var unused = cluster.workers().start(() -> listed(namespace)).whenComplete((there, failure) -> {
            if (failure == null) {
                there.forEach(unseen::remove);
                unseen.forEach(name -> gone.accept(namespace, name));
            } else {
                LOG.warn(
                        "Whether Deployments {} of sandbox {}, which is joined, are in namespace {} still is not known: {}",
                        unseen,
                        plan.key(),
                        namespace,
                        ErrorMessage.of(FailureCollector.root(failure)));
            }
        });
    }

    private List<String> listed(String namespace) {
        return RetryPolicy.whole(
                "LIST deployments",
                () -> cluster
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withLabel(SpurlineLabels.SANDBOX, plan.key().value())
                        .list()
                        .getItems()
                        .stream()
                        .map(deployment -> deployment.getMetadata().getName())
                        .toList());
    }
}
