// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.ShellWord;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Commands by which a person looks at a sandbox that is kept, and sends it requests. */
final class KeptCommands {

    /** On the machine that the commands are pasted on; each way in has its own. */
    private static final int FIRST_PORT = 18080;

    private final SandboxPlan plan;
    private final String context;
    private final List<String> lines = new ArrayList<>();
    private int port = FIRST_PORT;

    /**
     * Prepares commands.
     *
     * @param context the context of the kubeconfig
     */
    KeptCommands(SandboxPlan plan, String context) {
        this.plan = plan;
        this.context = context;
    }

    /** Adds what shows the objects in a namespace. */
    KeptCommands look(Collection<String> namespaces) {
        namespaces.forEach(namespace -> lines.add("%sget deployments,pods,services -l %s=%s"
                .formatted(kubectl(namespace), SpurlineLabels.SANDBOX, plan.key())));
        return this;
    }

    /** Adds what shows the log of each fork, and leads into it. */
    KeptCommands forks() {
        plan.forks().forEach(this::fork);
        return this;
    }

    private void fork(PlannedFork fork) {
        lines.add(
                "%slogs deployment/%s -c %s".formatted(kubectl(fork.namespace()), fork.deployment(), fork.container()));
        for (ForkService service : fork.services()) {
            service.ports().stream()
                    .findFirst()
                    .ifPresent(first -> forward(fork.namespace(), service.fork(), first.number()));
        }
    }

    /** Adds what leads into a Service, and a request with the key. */
    KeptCommands forward(String namespace, String service, int to) {
        lines.add("%sport-forward service/%s %d:%d".formatted(kubectl(namespace), service, port, to));
        request(URI.create("http://localhost:%d/".formatted(port++)));
        return this;
    }

    /** Adds a request with the key. */
    KeptCommands request(URI address) {
        lines.add(plan.headers().entrySet().stream()
                .map(header -> "-H " + ShellWord.quoted(header.getKey() + ": " + header.getValue()))
                .collect(Collectors.joining(" ", "curl ", " " + ShellWord.quoted(address.toString()))));
        return this;
    }

    private String kubectl(String namespace) {
        return "kubectl --context %s -n %s ".formatted(ShellWord.quoted(context), namespace);
    }

    /** Returns the commands, a line each, without secrets. */
    List<String> lines() {
        return lines.stream().map(plan.mask()::clean).toList();
    }
}
