// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Servers take some pods with a warning: what is in them twice is rarely meant.
 *
 * @see <a href="https://kubernetes.io/blog/2020/09/03/warnings/">what Kubernetes says</a>
 */
@Tag("api")
class WarningsTests extends ConformanceTestCase {

    private static final String TWICE =
            "env:[{name:'X',value:'1'},{name:'X',value:'2'}]," + "ports:[{containerPort:80},{containerPort:80}]";

    private static String pod(String containers) {
        return "{metadata:{name:'p'},spec:{containers:[%s]}}".formatted(containers);
    }

    @Test
    void aPodWithNothingTwiceIsTakenSilently() {
        post("pods", pod("{name:'a',image:'x',env:[{name:'X',value:'1'},{name:'Y'}]}"))
                .status(201)
                .warnings();
    }

    @Test
    void tellsOfVariablesAndPorts() {
        post("pods", pod("{name:'a',image:'x',%s}".formatted(TWICE)))
                .status(201)
                .warnings(
                        "spec.containers[0].env[1]: hides previous definition of \"X\", which may be dropped when using"
                                + " apply",
                        "spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]");
    }

    @Test
    void aVariableMayBuildOnItsFormerValue() {
        post("pods", pod("{name:'a',image:'x',env:[{name:'X',value:'1'},{name:'X',value:'$(X)2'}]}"))
                .status(201)
                .warnings();
    }

    @Test
    void portsOfOnePodAreComparedAcrossContainers() {
        post(
                        "pods",
                        pod(
                                "{name:'a',image:'x',ports:[{containerPort:80,name:'x'},{containerPort:80,protocol:'UDP'}]},"
                                        + "{name:'b',image:'x',ports:[{containerPort:81,name:'x'},{containerPort:80}]}"))
                .status(201)
                .warnings(
                        "spec.containers[1].ports[0]: duplicate port name \"x\" with spec.containers[0].ports[0], services"
                                + " and probes that select ports by name will use spec.containers[0].ports[0]",
                        "spec.containers[1].ports[1]: duplicate port definition with spec.containers[0].ports[0]");
    }

    @Test
    void templatesAreReadToo() {
        post(
                        "apps/v1:deployments",
                        ("{metadata:{name:'d'},spec:{replicas:0,selector:{matchLabels:{a:'b'}},template:{metadata:{labels:"
                                        + "{a:'b'}},spec:{containers:[{name:'a',image:'x',%s}]}}}}")
                                .formatted(TWICE))
                .status(201)
                .warnings(
                        "spec.template.spec.containers[0].env[1]: hides previous definition of \"X\", which may be"
                                + " dropped when using apply",
                        "spec.template.spec.containers[0].ports[1]: duplicate port definition with"
                                + " spec.template.spec.containers[0].ports[0]");
    }
}
