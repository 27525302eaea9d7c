// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Tells at the end of a run what the shop has answered, to everybody and to the tests. JUnit's launcher finds it as a service. */
public final class ShopAnswers implements TestExecutionListener, Filter {

    private final Set<String> answers = new ConcurrentSkipListSet<>();
    private final Map<String, Integer> passed = new ConcurrentSkipListMap<>();

    /** For the launcher. */
    public ShopAnswers() {}

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        RestAssured.filters(this);
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification response, FilterContext context) {
        Response answer = context.next(request, response);
        // By now the injected client has put the key into the request, if it has one.
        String who = request.getHeaders().hasHeaderWithName("baggage") ? "fork" : "baseline";
        answers.add("%s %s: the %-8s answered %s"
                .formatted(request.getMethod(), URI.create(request.getURI()).getPath(), who, answer.asString()));
        return answer;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL
                && test.getSource().orElse(null) instanceof MethodSource method
                && test.isTest()) {
            passed.merge(method.getJavaClass().getSimpleName(), 1, Integer::sum);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        answers.forEach(System.out::println);
        passed.forEach((test, times) -> System.out.printf("%s: tests passed [%d]%n", test, times));
    }
}
