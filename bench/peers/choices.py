"""Reference values for the tests of choices: EASE (Steck 2019) and one side of iALS (Hu, Koren and Volinsky 2008), by NumPy in float64.

Twelve people like five of twenty pictures each; factors are made up by a formula, so that both sides have the same. Prints what
tests/Kindred.Tests/Evaluation/Histories/ChoicesPeerTests.cs holds Kindred to.
"""
import numpy as np

PEOPLE, PICTURES, DIMENSIONS = 12, 20, 4
likes = [sorted({(7 * person + 3 * k * k + person * k) % PICTURES for k in range(6)}) for person in range(PEOPLE)]
chosen = np.zeros((PEOPLE, PICTURES))
for person, own in enumerate(likes):
    chosen[person, own] = 1

inverse = np.linalg.inv(chosen.T @ chosen + 10 * np.eye(PICTURES))
weights = -inverse / np.diag(inverse)
np.fill_diagonal(weights, 0)
scores = chosen[1] @ weights
print("likes of person 1:", likes[1])
print("EASE, ridge 10, person 1:", [round(float(score), 6) for picture, score in enumerate(scores) if picture not in likes[1]])

background, regularization = 0.1, 0.02
factors = np.array([[np.sin(1 + picture + 2.5 * i) for i in range(DIMENSIONS)] for picture in range(PICTURES)])
own = factors[likes[1]]
ridge = regularization * (len(likes[1]) + background * PICTURES)
person = np.linalg.solve(background * factors.T @ factors + own.T @ own + ridge * np.eye(DIMENSIONS), own.sum(0))
print("iALS, person 1:", [round(float(number), 6) for number in person])
